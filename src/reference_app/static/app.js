// Everything works without this. The braces keep our names out of a host's page.
{
  // The focus moves to the error summary, so that it is read first.
  const summary = document.querySelector(".helpdesk [data-focus]");
  if (summary) summary.focus();

  // A list looks again by itself, unless somebody is working in it.
  const list = document.querySelector(".helpdesk [data-refresh]");
  const refresh = async () => {
    if (document.hidden || list.contains(document.activeElement)) return;
    const answer = await fetch(location.href).catch(() => null);
    if (!answer || !answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(list.id);
    if (fresh) list.replaceChildren(...fresh.childNodes);
  };
  if (list) setInterval(refresh, 1000 * Number(list.dataset.refresh));
}
