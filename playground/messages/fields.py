"""The types of which messages are made, as Python knows them and as TypeScript calls them."""

from typing import Annotated, Any, Literal, TypedDict

import numpy as np
from numpy.typing import NDArray

# Arrays stay NumPy arrays, travel as binary buffers and arrive as typed arrays, flat and row-major; their shape is told
# beside them. NaN stands for what is not known in an array, None elsewhere.
Float32s = Annotated[NDArray[np.float32], "Float32Array"]
Float64s = Annotated[NDArray[np.float64], "Float64Array"]
Int32s = Annotated[NDArray[np.int32], "Int32Array"]
Int8s = Annotated[NDArray[np.int8], "Int8Array"]
Uint8s = Annotated[NDArray[np.uint8], "Uint8Array"]
Heights = Annotated[NDArray[Any], "Uint8Array | Uint16Array | Float32Array"]
File = Annotated[bytes, "ArrayBuffer"]
Nested = Annotated[Any, "number | number[] | number[][]"]  # a number, vector or matrix
# By name; a sentence that gives a reason has a whole Reason among its arguments.
Arguments = Annotated[dict[str, Any], "{ [name: string]: string | number | Reason }"]


class Reason(TypedDict):
    """Why something cannot be had, or is not finite: its code, which stays the same, the arguments of its sentence, and
    that sentence in English."""

    code: str
    arguments: Arguments
    text: str


class ErrorInUnits(TypedDict):
    """What a loss of scaled targets means in the file's units: the `name` of that error and how it is written `short`,
    `of` which column it is, and how that was `scaled` for the network, as a formula."""

    name: str
    short: str
    of: str
    scaled: str


Json = Annotated[Any, "unknown"]  # whatever was sent: who takes it reads it as untrusted

Kind = Literal["binary", "classes", "regression"]  # what is learnt
Said = Literal["info", "error", "question"]  # how something is said

# From the browser: text of so many characters at most.
Name = Annotated[str, 80]
Line = Annotated[str, 400]
Code = Annotated[str, 20_000]  # who reads it takes less, and says where it ends
SettingName = Annotated[str, "keyof SettingValues", 40]
