// Write the state of the page's controls into its address; what stands there beside them stays.
export default function ({ data }) {
  if (!location.pathname.endsWith(`/${data.page}`)) return;
  const url = new URL(location.href);
  for (const [name, said] of Object.entries(data.controls)) {
    if (said) url.searchParams.set(name, said);
    else url.searchParams.delete(name);
  }
  if (url.searchParams.has("theme")) url.searchParams.set("theme", data.theme);
  if (url.href !== location.href) history.replaceState(history.state, "", url);
}
