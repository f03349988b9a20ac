// @ts-check
// What each field of the Digits page does, and what is usual for it.

export const WORDS = Object.freeze({
  thickness: "How thick the pen draws. The usual thickness, 7 % of the pad, is read best.",
  index: "The number of a digit in MNIST: the first 60,000 are for training, and the last 10,000 are for testing. Press Enter to pick it.",
  model: "The model that reads the digit: one of two models that are already trained, or your own. The accuracies are for the 10,000 test digits.",
  label: "The correct answer, against which the loss is measured. It is usually the digit that you meant to draw.",
  gradient: "Shows the gradient over the picture: where more ink raises the loss, and where it lowers the loss. It is usually on.",
  inside: "Which weights are shown as pictures: usually those of the first layer. Templates are the weights of a softmax classifier.",
  way: "Your position on the path along the gradient, from your picture to one that is read as the chosen label.",
});
