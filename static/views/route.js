// @ts-check
// The lecture's route as a lesson.
export function render() {}
