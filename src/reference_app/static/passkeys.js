// Passkeys. Without this the page works as it is, with a password and a link.
{
  const to64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const from64 = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const answered = (key) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (key.response[name]) response[name] = to64(key.response[name]);
    }
    return JSON.stringify({ id: key.id, rawId: to64(key.rawId), type: key.type, response, clientExtensionResults: {} });
  };

  for (const box of document.querySelectorAll(".helpdesk [data-passkey]")) {
    if (!window.PublicKeyCredential || box.dataset.site !== location.origin) continue;
    const form = box.querySelector("form");
    const trouble = box.querySelector("[data-trouble]");
    const makes = box.dataset.passkey === "make";
    let waiting = null;

    const ask = async () => {
      const answer = await fetch(box.dataset.asks, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (!answer.ok) {
        if (box.dataset.again) location.assign(box.dataset.again);
        throw new Error("not asked");
      }
      const options = await answer.json();
      options.challenge = from64(options.challenge);
      if (options.user) options.user.id = from64(options.user.id);
      for (const one of [...(options.excludeCredentials ?? []), ...(options.allowCredentials ?? [])]) one.id = from64(one.id);
      return options;
    };
    const send = (key) => {
      form.elements.answer.value = answered(key);
      form.submit();
    };

    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      trouble.hidden = true;
      waiting?.abort();
      waiting = null;
      const button = form.querySelector("button");
      button.disabled = true;
      try {
        const publicKey = await ask();
        send(await (makes ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey })));
      } catch {
        trouble.hidden = false;
        button.disabled = false;
      }
    });

    // The browser offers keys where the address is typed; what it signs is asked for anew before it grows too old.
    const offer = async () => {
      waiting?.abort();
      const mine = waiting = new AbortController();
      try {
        const publicKey = await ask();
        send(await navigator.credentials.get({ publicKey, mediation: "conditional", signal: mine.signal }));
      } catch { /* the button is there still */ }
    };
    if (box.dataset.passkey === "offer") {
      PublicKeyCredential.isConditionalMediationAvailable?.().then((can) => {
        if (!can) return;
        offer();
        setInterval(() => { if (waiting) offer(); }, 240000);
      });
    }
    box.hidden = false;
  }
  for (const spare of document.querySelectorAll(".helpdesk [data-without-passkeys]")) {
    if (window.PublicKeyCredential && spare.dataset.withoutPasskeys === location.origin) spare.remove();
  }
}
