// @ts-check
// What each field of the Digits page does, and what is usual for it.

export const WORDS = Object.freeze({
  thickness: "How thick the pen draws. The usual 7 % of the pad is read best.",
  index: "A digit of MNIST by its number: those before 60,000 are for training, the 10,000 from there on for testing. Enter picks it.",
  model: "What reads the digit: one of two models that are trained already, or your own. Accuracies are of the 10,000 test digits.",
  label: "The digit that the loss is measured against. It is usually the one that was meant.",
  gradient: "Lays the gradient over the picture: where more ink raises the loss, and where it lowers it. It is usually on.",
  inside: "Which weights are shown as pictures. Those of the first layer are usual; templates are those of a softmax classifier.",
  way: "Where you are on the way along the gradient, from your picture to the one that is read as the other label.",
});
