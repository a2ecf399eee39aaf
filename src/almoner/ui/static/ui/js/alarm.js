/*
 * An alarm is heard, and not only seen: three tones, and a mark in the title of the page, whenever a new one comes.
 *
 *   <section data-alarm="which one it is" data-alarm-loud> … </section>
 *
 * What was sounded in this browser is not sounded again on the next page. Where the browser forbids sound before
 * somebody has touched the page, the mark stands alone.
 */

import { fresh } from "./once.js";

const TONES = [880, 660, 880];
const LENGTH = 0.18;
const KNOWN = "almoner-alarm";
const MARK = "🔔 ";

export function attach(root) {
  for (const alarm of fresh(root, "[data-alarm]", attach)) {
    if (!document.title.startsWith(MARK)) document.title = MARK + document.title;
    if (sessionStorage.getItem(KNOWN) === alarm.dataset.alarm) continue;
    sessionStorage.setItem(KNOWN, alarm.dataset.alarm);
    if ("alarmLoud" in alarm.dataset) sound();
  }
}

function sound() {
  if (!window.AudioContext) return;
  const audio = new AudioContext();
  TONES.forEach((pitch, place) => {
    const tone = audio.createOscillator();
    const loudness = audio.createGain();
    const begin = audio.currentTime + place * 2 * LENGTH;
    tone.frequency.value = pitch;
    loudness.gain.value = 0.2;
    tone.connect(loudness).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + LENGTH);
  });
}
