/* A form on a shared device goes back to its start when nobody has touched it for so many seconds (`data-idle`). */

import { fresh } from "./once.js";

export function attach(root) {
  for (const form of fresh(root, "form[data-idle]", attach)) {
    let timer = 0;
    const begin = () => {
      clearTimeout(timer);
      if ([...form.elements].some((field) => field.type !== "hidden" && field.value && field.tagName === "INPUT"))
        timer = setTimeout(() => window.location.replace(form.dataset.idleTo), form.dataset.idle * 1000);
    };
    for (const kind of ["input", "keydown", "pointerdown"]) document.addEventListener(kind, begin);
    begin();
  }
}
