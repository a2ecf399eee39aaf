/* Keeps “12 minutes left” true while a page stays open. Long lengths move too slowly to matter. */

import { fresh } from "./once.js";

const MINUTE = 60_000;
const FINE = 90;

export function attach(root) {
  for (const element of fresh(root, "[data-minutes]", attach)) {
    const start = Number(element.dataset.minutes);
    if (!Number.isFinite(start) || start < 1 || start > FINE) continue;
    const drawn = performance.now();
    const words = element.textContent;
    const timer = setInterval(() => {
      const left = start - Math.floor((performance.now() - drawn) / MINUTE);
      if (!element.isConnected || left < 1) clearInterval(timer);
      else element.textContent = words.replace(String(start), String(left));
    }, MINUTE / 4);
  }
}
