"use strict";
// Runs before the page is drawn: a theme that was chosen here stands over the system's.
{
  let chosen = null;
  try {
    chosen = localStorage.getItem("keyfabric.theme");
  } catch {
    // No storage: the system's theme.
  }
  if (chosen === "light" || chosen === "dark") {
    document.documentElement.dataset.theme = chosen;
  }
}
