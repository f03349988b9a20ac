// @ts-check
// Confusion matrix, worst mistakes, accuracy by class.
export function render() {}
