// @ts-check
// What each field of the Compare page that is no setting does, and what is usual for it.

export const WORDS = Object.freeze({
  compared: "The setting in which the runs differ; all else is the same for all of them. Learning rates are a usual start.",
  crossed: "A second setting, which makes a grid: each value of the one is tried with each value of the other. Usually nothing else.",
  ready_made: "A comparison that is set up already, with a question to answer from what is seen here. It takes the place of what is compared now.",
  value: "A value that is compared: type or choose another one. Drag the dots, or press Alt and an arrow key, to move it.",
  added: "One more value, for one more run. Two to four values are usually enough to see what they change.",
  landscape: "The surface that the optimizers go down: one known for its shape, the loss of a small model, or that of the networks that are compared.",
  height: "The height as an expression of two variables, such as x**2 + 3*y**2. Its gradient is worked out as well.",
  goes: "Whether this optimizer starts on the map. Two or three at a time are usually easiest to follow.",
  rate: "How far this optimizer goes with each step. 0.001 to 0.1 is usual: a steep surface needs less.",
  next_step: "The optimizer whose next step is worked out below and drawn on the map. It is usually the one under the pointer.",
});
