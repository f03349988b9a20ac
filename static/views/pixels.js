// @ts-check
// The digit large, with the gradient on its pixels.
export function render() {}
