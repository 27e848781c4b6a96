// Runs before first paint, so that a dark screen never flashes white. Kept tiny and external for the CSP.
(() => {
  let stored = {};
  try {
    stored = JSON.parse(localStorage.getItem("parley.preferences") || "{}") || {};
  } catch {
    stored = {};
  }
  const wantsDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const wantsContrast = matchMedia("(prefers-contrast: more)").matches;
  const chosen = stored.theme || "system";
  const system = wantsContrast ? "contrast" : wantsDark ? "dark" : "light";
  const root = document.documentElement;
  root.dataset.theme = chosen === "system" ? system : chosen;
  root.dataset.density = stored.density === "compact" ? "compact" : "comfortable";
  if (stored.locale) root.lang = stored.locale;
})();
