/*
 * A region that keeps itself up to date over server-sent events.
 *
 *   <div data-live-url="/desk/board/events/" data-live-from="/desk/board/"> … the partial … </div>
 *
 * An event “html” carries the new partial; an event “changed” asks for it to be fetched from `data-live-from` (with the
 * header HX-Request, so that the same view answers with the same partial). A note (`data-live-note`, inside the region
 * or anywhere on the page) says when that last happened. When the connection stays lost the note says so, and its link
 * still refreshes the page.
 */

import { fresh } from "./once.js";

const PATIENCE = 20_000;

export function attach(root) {
  for (const region of fresh(root, "[data-live-url]", attach)) follow(region);
}

function follow(region) {
  let lostTimer = 0;
  const source = new EventSource(region.dataset.liveUrl);
  source.addEventListener("open", () => {
    clearTimeout(lostTimer);
    lostTimer = 0;
    say(region, "on");
  });
  source.addEventListener("html", (event) => swap(region, event.data));
  source.addEventListener("changed", () => refetch(region));
  source.addEventListener("error", () => {
    lostTimer ||= setTimeout(() => say(region, "lost"), PATIENCE);
    if (source.readyState === EventSource.CLOSED) say(region, "lost");
  });
  window.addEventListener("pagehide", () => source.close(), { once: true });
}

async function refetch(region) {
  const answer = await fetch(region.dataset.liveFrom, { headers: { "HX-Request": "true", "X-By-Itself": "yes" } }).catch(() => null);
  if (answer?.ok) swap(region, await answer.text());
  else say(region, "lost");
}

function swap(region, html) {
  const held = document.activeElement;
  const heldId = region.contains(held) ? held.id : "";
  if (heldId && held.matches("input, textarea, select")) return later(region, html, held);
  const open = [...region.querySelectorAll("details[open][id]")].map((details) => details.id);
  region.innerHTML = html;
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (heldId) document.getElementById(heldId)?.focus();
  region.dispatchEvent(new CustomEvent("almoner:swapped", { bubbles: true }));
  say(region, "on");
}

/* Nothing is pulled from under the hands of somebody who is writing. */
function later(region, html, held) {
  region.pendingHtml = html;
  held.addEventListener("blur", () => region.pendingHtml && swap(region, take(region)), { once: true });
}

function take(region) {
  const html = region.pendingHtml;
  region.pendingHtml = null;
  return html;
}

function say(region, state) {
  const note = region.querySelector("[data-live-note]") ?? document.querySelector("[data-live-note]");
  const words = note?.querySelector("[data-live-words]");
  if (!words) return;
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  if (state === "on") region.dataset.liveAt = clock.format(new Date());
  note.classList.toggle("live-on", state === "on");
  note.classList.toggle("live-lost", state === "lost");
  const shape = state === "on" ? words.dataset.liveWords : words.dataset.liveLost;
  words.textContent = shape.replace("{time}", region.dataset.liveAt ?? clock.format(new Date()));
}
