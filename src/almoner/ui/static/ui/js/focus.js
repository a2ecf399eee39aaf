/* Brings the reader to what needs them first: the summary of mistakes. */

import { fresh } from "./once.js";

export function attach(root) {
  for (const element of fresh(root, "[data-focus]", attach)) element.focus();
}
