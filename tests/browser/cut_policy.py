"""`panel serve`, whose page is allowed less than it is: ?cut=img-src+blob: takes blob: from what pictures may be.

python tests/browser/cut_policy.py serve playground --port 5006
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from panel.command import main
from panel.io.server import DocHandler

from playground.serving import headers
from playground.serving.wrapping import wrap


async def cut(get_session, handler):
    session = await get_session(handler)
    rule, _, allowed = handler.get_argument("cut", "").partition(" ")
    if not rule:
        return session
    said = handler._headers[headers.POLICY].split("; ")
    less = [one.replace(f" {allowed}", "") if one.startswith(rule) else one for one in said]
    assert less != said, f"the policy does not allow {allowed} for {rule}"
    handler.set_header(headers.POLICY, "; ".join(less))
    return session


if __name__ == "__main__":
    headers.install()
    wrap(DocHandler, "get_session", cut)
    main(["panel", *sys.argv[1:]])
