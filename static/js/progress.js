// Which lessons somebody has done, kept in this browser only. Every page works without this file.

const STORE = "rianklai.lessons-done"; // {"<course>": [<lesson>, ...]}
const words = document.currentScript.dataset.progressWords;

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(STORE) || "{}");
    return kept && typeof kept === "object" && !Array.isArray(kept) ? kept : {};
  } catch {
    return {}; // storage is switched off, or something else wrote there
  }
}

function doneOf(course) {
  const done = read()[course];
  return new Set(Array.isArray(done) ? done.map(String) : []);
}

function keep(course, done) {
  const kept = read();
  if (done.size) kept[course] = [...done];
  else delete kept[course];
  try {
    localStorage.setItem(STORE, JSON.stringify(kept));
  } catch {
    // full or switched off: the page goes on without it
  }
}

function isKept() {
  try {
    localStorage.setItem(`${STORE}?`, "");
    localStorage.removeItem(`${STORE}?`);
    return true;
  } catch {
    return false;
  }
}

function tell(text, done, all) {
  text.textContent = words.replace("{done}", done).replace("{all}", all);
}

function showCourse(element) {
  const done = doneOf(element.dataset.course);
  const rows = [...element.querySelectorAll("[data-lesson]")];
  const box = element.querySelector("[data-progress]");
  for (const row of rows) {
    const mark = row.querySelector("[data-done]");
    if (mark) mark.hidden = !done.has(row.dataset.lesson);
  }
  const all = Number(element.dataset.lessons);
  // A lesson that was taken back no longer counts.
  const number = rows.length
    ? rows.filter((row) => done.has(row.dataset.lesson)).length
    : Math.min(done.size, all);
  const text = element.querySelector("[data-progress-text]");
  if (!text || !all) return;
  tell(text, number, all);
  if (box) {
    box.hidden = false;
    box.querySelector("progress").value = number;
    box.querySelector("[data-progress-clear]").hidden = !number;
  } else {
    text.hidden = !number;
  }
}

function showLesson(button) {
  const { course, lesson } = button.closest("[data-lesson]").dataset;
  button.setAttribute("aria-pressed", String(doneOf(course).has(lesson)));
  button.hidden = false;
}

function showAll() {
  document.querySelectorAll("[data-lessons]").forEach(showCourse);
  document.querySelectorAll("[data-mark-done]").forEach(showLesson);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-mark-done]");
  if (button) {
    const { course, lesson } = button.closest("[data-lesson]").dataset;
    const done = doneOf(course);
    if (!done.delete(lesson)) done.add(lesson);
    keep(course, done);
    showLesson(button);
  }
  const clear = event.target.closest("[data-progress-clear]");
  if (clear) {
    keep(clear.closest("[data-course]").dataset.course, new Set());
    showAll();
    document.getElementById("lessons")?.scrollIntoView({ block: "start" });
  }
});
// The list renews itself when filters change, another tab marks a lesson, or one goes back to it.
document.addEventListener("htmx:afterSettle", () => isKept() && showAll());
window.addEventListener("storage", showAll);
window.addEventListener("pageshow", () => isKept() && showAll());
