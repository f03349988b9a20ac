// @ts-check
// Read by tsc and never run: each line under @ts-expect-error must be refused, every other one must pass. Were such a
// line to pass, make check would fail for a directive that expects nothing.
import { createContext, takeSeat } from "../../../static/shared/context.js";

const { ask, latest, publish, subscribe } = takeSeat(createContext());

// What is right passes.
ask("probe", { layer: 0, unit: 3 });
ask("step_through", {});
ask("step_through");
ask("pause");
ask("set", { name: "rate", value: 0.1 });
publish("hover", { nodes: ["a"], places: [] });
publish("hover", null);
subscribe("status", ({ epoch, suggested_rate }) => void [epoch + 1, suggested_rate]);
subscribe("cursor", ({ trace }) => void trace?.nodes.map((node) => node.name.length));

// A topic that nobody takes.
// @ts-expect-error
ask("digits_train");
// @ts-expect-error
ask("cursor", {});
// A field that is misspelt, missing, or of another type.
// @ts-expect-error
ask("probe", { layr: 0 });
// @ts-expect-error
ask("probe");
// @ts-expect-error
ask("probe", { layer: "0" });
// @ts-expect-error
ask("set", { name: "ratte", value: 0.1 });

// A topic that nobody sends.
// @ts-expect-error
subscribe("statuss", () => {});
// @ts-expect-error
latest("probe");
// @ts-expect-error
publish("hovering", null);
// A field that is misspelt, missing, or of another type.
// @ts-expect-error
subscribe("status", ({ epok }) => void epok);
// @ts-expect-error
subscribe("status", ({ epoch }) => void epoch.length);
// @ts-expect-error
void latest("data")?.point;
// @ts-expect-error
publish("hover", { nodes: ["a"] });
// @ts-expect-error
publish("tab", { nam: "code" });
