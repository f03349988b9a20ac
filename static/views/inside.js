// @ts-check
// Templates and first-layer weights as pictures.
export function render() {}
