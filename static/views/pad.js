// @ts-check
// The pad on which a digit is drawn, and what the network sees of it.
export function render() {}
