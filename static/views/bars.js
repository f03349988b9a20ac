// @ts-check
// The ten probabilities, the scores, the label and the loss.
export function render() {}
