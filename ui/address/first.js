// Runs before Streamlit does: where the server is, the theme that a link asks for, one entry in the history a page.

// Streamlit would try each page's own address first, and the console would show what is not found there.
window.__streamlit = { BACKEND_BASE_URL: new URL(".", document.currentScript.src).href };

const themes = { light: "Light", dark: "Dark" };
const asked = new URLSearchParams(location.search).get("theme");
if (Object.hasOwn(themes, asked ?? "")) {
  localStorage.setItem(`stActiveTheme-${location.pathname}-v2`, JSON.stringify(themes[asked]));
}

// Streamlit would carry this page's state over to the next page's address.
addEventListener("click", (event) => {
  const link = event.target.closest?.('[data-testid="stSidebarNavLink"]');
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.pathname !== location.pathname) history.pushState({}, "", link.pathname);
}, true);
