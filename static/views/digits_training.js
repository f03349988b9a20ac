// @ts-check
// The training bar of the Digits page.
export function render() {}
