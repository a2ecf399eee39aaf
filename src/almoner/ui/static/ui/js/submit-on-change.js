/* A select that acts when it is changed; its button is for those without scripts. */

import { fresh } from "./once.js";

export function attach(root) {
  for (const control of fresh(root, "[data-submit-on-change]", attach)) {
    const form = control.form;
    form.querySelector("[data-hide-with-script]")?.setAttribute("hidden", "");
    control.addEventListener("change", () => form.requestSubmit());
  }
}
