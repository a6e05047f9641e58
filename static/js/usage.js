// Says once that a page was really seen, and which result of a search was opened. See /e.
{
  const { event, search } = document.currentScript.dataset;
  const send = (text) => navigator.sendBeacon("/e", text);

  const confirm = () => {
    if (document.prerendering || document.visibilityState !== "visible") return;
    document.removeEventListener("visibilitychange", confirm);
    document.removeEventListener("prerenderingchange", confirm);
    send(event);
  };

  if (event && navigator.sendBeacon) {
    document.addEventListener("visibilitychange", confirm);
    document.addEventListener("prerenderingchange", confirm);
    confirm();
    const hits = search === undefined ? null : document.querySelector(".hits");
    const opened = (click) => {
      const hit = click.target.closest("a[href]") && click.target.closest(".hits > li");
      if (hit && click.button < 2) send(`${event} ${[...hits.children].indexOf(hit) + 1}`);
    };
    hits?.addEventListener("click", opened);
    hits?.addEventListener("auxclick", opened);
  }
}
