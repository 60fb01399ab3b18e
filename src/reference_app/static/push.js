// Messages in the browser. Without this the page is as it was, and says nothing of them.
{
  const box = document.querySelector(".helpdesk [data-push]");
  const ask = box?.querySelector("[data-push-ask]");
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const active = (registration) => new Promise((done, failed) => {
    const worker = registration.active ?? registration.waiting ?? registration.installing;
    const look = () => {
      if (worker.state === "activated") done(registration);
      if (worker.state === "redundant") failed(new Error("no worker"));
    };
    worker.addEventListener("statechange", look);
    look();
  });
  const subscribed = async () => {
    const wanted = { userVisibleOnly: true, applicationServerKey: bytes(box.dataset.push) };
    const { pushManager } = await active(await navigator.serviceWorker.register(box.dataset.worker));
    try {
      return await pushManager.subscribe(wanted);
    } catch (error) {
      // one of an earlier key of the shop's stands in the way
      const old = await pushManager.getSubscription();
      if (!old) throw error;
      await old.unsubscribe();
      return pushManager.subscribe(wanted);
    }
  };

  if (ask && window.isSecureContext && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
    const form = ask.querySelector("form");
    const trouble = form.querySelector("[data-push-trouble]");
    const blocked = form.querySelector("[data-push-blocked]");
    const button = form.querySelector("button");
    const showBlocked = () => { blocked.hidden = Notification.permission !== "denied"; };
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      trouble.hidden = true;
      button.disabled = true;
      try {
        if (await Notification.requestPermission() === "granted") {
          const made = await subscribed();
          form.elements.endpoint.value = made.endpoint;
          form.elements.p256dh.value = text(made.getKey("p256dh"));
          form.elements.auth.value = text(made.getKey("auth"));
          form.submit();
          return;
        }
      } catch {
        trouble.hidden = false;
      }
      showBlocked();
      button.disabled = false;
    });
    showBlocked();
    ask.hidden = false;
    box.hidden = false;
  }
}
