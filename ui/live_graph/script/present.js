// Presenter mode: the figure alone, in letters for the last row; in the page's address, so that a link opens it so.

function presenting() {
  return new URLSearchParams(location.search).get("present") === "1";
}

function present(root, on) {
  const url = new URL(location.href);
  if (on) url.searchParams.set("present", "1");
  else url.searchParams.delete("present");
  if (url.href !== location.href) history.replaceState(history.state, "", url);
  document.documentElement.toggleAttribute("data-present", on);
  root.classList.toggle("presenting", on);
  root.querySelector(".present").setAttribute("aria-pressed", on);
}
