// @ts-check
// The layers from the 784 pixels to the ten outputs.
export function render() {}
