// Everything works without this. The braces keep our names out of a host's page.
{
  // What only makes sense without a script is hidden by this class.
  for (const ours of document.querySelectorAll(".helpdesk")) ours.classList.add("scripted");

  // A page has the shapes of the icons on it alone: a part of another page may need more of them.
  const bringIcons = (page) => {
    const shapes = document.querySelector(".helpdesk .shapes");
    for (const one of page.querySelectorAll(".helpdesk .shapes symbol")) {
      if (!document.getElementById(one.id)) shapes.append(one);
    }
  };

  // A choice is saved when it is made; a keyboard that steps through the options waits for Enter or for leaving.
  for (const form of document.querySelectorAll(".helpdesk form[data-saves]")) {
    const select = form.querySelector("select");
    const line = form.querySelector("input:not([type=hidden], [type=checkbox]), textarea");
    if (!select) line?.addEventListener("change", () => form.requestSubmit());
    if (!select) continue;
    let byKey = false;
    select.addEventListener("keydown", (event) => {
      byKey = event.key !== "Enter";
      if (event.key === "Enter") { event.preventDefault(); form.requestSubmit(); }
    });
    select.addEventListener("pointerdown", () => { byKey = false; });
    select.addEventListener("change", () => { if (!byKey) form.requestSubmit(); });
    select.addEventListener("blur", () => { if (byKey && select.value !== select.dataset.was) form.requestSubmit(); });
    select.dataset.was = select.value;
  }

  // What a link of the page leads to is unfolded.
  const unfold = (hash) => {
    let one = hash.length > 1 && document.getElementById(hash.slice(1));
    for (; one; one = one.parentElement) if (one.matches(".helpdesk details")) one.open = true;
  };
  document.addEventListener("click", (event) => unfold(event.target.closest?.(".helpdesk a[href^='#']")?.hash ?? ""));
  addEventListener("hashchange", () => unfold(location.hash));
  unfold(location.hash);

  // Tabs that are wider than a phone stand where the chosen one is seen.
  for (const chosen of document.querySelectorAll(".helpdesk .tabs [aria-current]")) {
    const row = chosen.parentElement;
    const [tab, seen] = [chosen, row].map((one) => one.getBoundingClientRect());
    if (tab.right > seen.right || tab.left < seen.left) row.scrollLeft += tab.left - seen.left - (seen.width - tab.width) / 2;
  }

  // The tabs of the composer turn over in place, and what is typed stays.
  const composer = document.querySelector(".helpdesk .composer");
  for (const tab of composer?.querySelectorAll("[data-tab]") ?? []) {
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      for (const other of composer.querySelectorAll("[data-tab]")) {
        const chosen = other === tab;
        other.toggleAttribute("aria-current", chosen);
        if (chosen) other.setAttribute("aria-current", "true");
        document.getElementById(`write-${other.dataset.tab}`).hidden = !chosen;
      }
      composer.classList.toggle("note", tab.dataset.tab === "note");
      document.querySelector(`#write-${tab.dataset.tab} textarea`).focus();
    });
  }
  for (const text of document.querySelectorAll(".helpdesk [data-sends]")) {
    text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      text.form.requestSubmit();
    });
  }

  // What is being written is kept whenever somebody stops typing, or leaves; what the customer will see of it, and who
  // else is writing, is put beside it.
  const part = { headers: { "x-helpdesk-part": "writing" } };
  const put = async (asked) => {
    const answer = await asked.catch(() => null);
    if (!answer || !answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of ["preview", "writing"]) {
      const fresh = page.getElementById(id);
      if (fresh) document.getElementById(id)?.replaceChildren(...fresh.childNodes);
    }
  };
  for (const button of document.querySelectorAll(".helpdesk [data-drafts]")) {
    const { form, formAction } = button;
    let pause = 0;
    let sent = new AbortController();
    const keep = (how) => {
      pause = 0;
      const body = new URLSearchParams(new FormData(form));
      return fetch(formAction, { ...part, method: "POST", body, signal: sent.signal, ...how });
    };
    const stop = () => { clearTimeout(pause); pause = 0; };
    form.addEventListener("input", () => { stop(); pause = setTimeout(() => put(keep()), 400); });
    form.addEventListener("submit", () => { stop(); sent.abort(); sent = new AbortController(); });
    addEventListener("pagehide", () => { if (pause) keep({ keepalive: true }).catch(() => null); });
    button.remove();
  }
  for (const spare of document.querySelectorAll(".helpdesk [data-spare]")) spare.remove();
  const looks = document.querySelector(".helpdesk [data-looks]");
  if (looks) setInterval(() => { if (!document.hidden) put(fetch(looks.dataset.looks, part)); }, 20000);

  // "@" offers the colleagues whose names begin so: Enter or Tab takes the one that is lit, Escape leaves it.
  for (const box of document.querySelectorAll(".helpdesk [data-names]")) {
    const text = document.getElementById(box.dataset.names);
    const list = box.querySelector("[role=listbox]");
    const names = [...list.children];
    const plain = (words) => words.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
    let lit = null, from = 0;
    const light = (name) => {
      lit = name;
      for (const one of names) {
        one.setAttribute("aria-selected", String(one === name));
        one.classList.toggle("plain", one !== name);
      }
      if (name) text.setAttribute("aria-activedescendant", name.id);
      else text.removeAttribute("aria-activedescendant");
    };
    const offer = (fits) => { list.replaceChildren(...fits); box.hidden = !fits.length; light(fits[0] ?? null); };
    const take = (name) => {
      text.setRangeText(`@${name.textContent} `, from, text.selectionEnd, "end");
      offer([]);
      text.dispatchEvent(new Event("input", { bubbles: true }));
      text.focus();
    };
    offer([]);
    text.setAttribute("aria-autocomplete", "list");
    text.setAttribute("aria-controls", list.id);
    text.addEventListener("input", () => {
      const found = text.value.slice(0, text.selectionEnd).match(/(?:^|[^\p{L}\p{N}_.+-])@([^@\n]{0,40})$/u);
      if (!found) { offer([]); return; }
      from = text.selectionEnd - found[1].length - 1;
      const said = plain(found[1]);
      offer(names.filter((one) => ` ${plain(one.textContent)}`.includes(` ${said}`)).slice(0, 8));
    });
    text.addEventListener("keydown", (event) => {
      if (box.hidden || event.isComposing || event.ctrlKey || event.metaKey) return;
      const shown = [...list.children];
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (by) light(shown[(shown.indexOf(lit) + by + shown.length) % shown.length]);
      else if (event.key === "Enter" || event.key === "Tab") take(lit);
      else if (event.key === "Escape") offer([]);
      else return;
      event.preventDefault();
    });
    text.addEventListener("blur", () => offer([]));
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => { if (names.includes(event.target)) take(event.target); });
  }

  // A saved reply comes in where the cursor stands.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.(".helpdesk [data-inserts]");
    if (!button) return;
    event.preventDefault();
    const { form } = button;
    const { saved, text } = form.elements;
    if (!saved.value) { saved.focus(); return; }
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action.replace(/[^/]*$/, "insert"), { ...part, method: "POST", body }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected) { form.requestSubmit(button); return; }
    text.setRangeText(await answer.text(), text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    saved.value = "";
    text.focus();
  });

  // Who is known under a contact stands there as soon as somebody leaves its field; what is typed stays.
  const lookUp = document.querySelector(".helpdesk [data-look-up]");
  lookUp?.form.elements.contact.addEventListener("change", async () => {
    const { form } = lookUp;
    const answer = await fetch(lookUp.formAction, {
      method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "x-helpdesk-part": "known" },
    }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const known = page.getElementById("known");
    if (!known) return;
    bringIcons(page);
    document.getElementById("known").replaceChildren(...known.childNodes);
    for (const name of lookUp.dataset.lookUp.split(" ")) {
      const field = form.elements[name];
      if (!field.value || field.matches("select")) field.value = page.getElementById(field.id).value;
    }
  });

  // Guides that may help come in beside what is being written, whenever somebody stops typing.
  const suggested = document.querySelector(".helpdesk [data-suggests]");
  const told = suggested?.closest("form")?.elements.problem;
  let quiet = 0;
  told?.addEventListener("input", () => {
    clearTimeout(quiet);
    quiet = setTimeout(async () => {
      const body = new URLSearchParams(new FormData(told.form));
      const answer = await fetch(suggested.dataset.suggests, { method: "POST", body }).catch(() => null);
      if (!answer || !answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("suggested");
      if (!fresh || fresh.textContent === suggested.textContent) return;
      bringIcons(page);
      suggested.replaceChildren(...fresh.childNodes);
    }, 600);
  });

  document.querySelector(".helpdesk [data-print]")?.addEventListener("click", () => print());

  // Older entries come in above, and what is read stays where it is.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.(".helpdesk [data-older]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const answer = await fetch(link.href).catch(() => null);
    if (!answer || !answer.ok || answer.redirected) { location.href = link.href; return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const older = page.getElementById("thread");
    bringIcons(page);
    older.querySelector("[data-newest]")?.remove();
    link.parentElement.replaceWith(...older.childNodes);
  });

  // The focus moves to the error summary, so that it is read first.
  const summary = document.querySelector(".helpdesk [data-focus]");
  if (summary) summary.focus();

  // A question that depends on another answer stands there once that answer is given.
  for (const form of document.querySelectorAll(".helpdesk form")) {
    const parts = [...form.querySelectorAll("[data-if]")];
    const holds = (pair) => {
      const [name, value] = pair.split("=");
      return [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)].some((one) => !one.closest("[hidden]")
        && (/radio|checkbox/.test(one.type) ? one.checked && one.value === value : one.value === value));
    };
    const fit = () => {
      for (const _ of parts) for (const part of parts) part.hidden = !part.dataset.if.split(" ").some(holds);
    };
    if (parts.length) { form.addEventListener("change", fit); addEventListener("pageshow", fit); fit(); }
  }

  // What was too much to be sent stands in the page before this one.
  const back = document.querySelector(".helpdesk [data-back]");
  if (back) back.addEventListener("click", (event) => (event.preventDefault(), history.back()));

  // Single keys act where the page shows them, never while somebody types, and not where they are switched off.
  const desk = document.querySelector(".helpdesk .desk[data-keys]");
  const rows = () => [...document.querySelectorAll(".helpdesk .rows .what a")];
  const row = () => document.activeElement?.closest?.(".helpdesk .rows tr");
  const write = (what) => {
    const tab = document.querySelector(`.helpdesk .composer [data-tab="${what}"]`);
    const text = document.querySelector(`.helpdesk #${what} textarea, .helpdesk #write-${what} textarea`);
    tab?.click();
    text?.focus();
    return Boolean(tab || text);
  };
  const act = (key) => {
    const found = desk.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (found?.showModal) found.showModal();
    else if (found?.matches("input, textarea, select")) found.focus();
    else found?.click();
    return Boolean(found);
  };
  const move = (by) => {
    const links = rows();
    const at = links.indexOf(row()?.querySelector(".what a"));
    const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
    return links.length > 0;
  };
  // The answer to a row is written in place; what comes of it is read on the page of the request.
  const sheet = document.querySelector(".helpdesk dialog#answer");
  const answer = (tr) => {
    const link = tr.querySelector(".what a");
    if (!sheet?.showModal) { location.href = `${link.href}#reply`; return; }
    const form = sheet.querySelector("form");
    form.action = `${link.getAttribute("href")}/reply`;
    form.elements.seen.value = tr.dataset.seen;
    sheet.querySelector("h2").textContent = link.textContent;
    sheet.querySelector("[data-last]").textContent = tr.querySelector(".last").textContent;
    sheet.querySelector("[data-whole]").href = link.href;
    sheet.showModal();
    form.elements.text.focus();
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".helpdesk [data-answer]");
    if (button) answer(button.closest("tr"));
  });
  sheet?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
    event.preventDefault();
    event.target.form?.requestSubmit(sheet.querySelector("[data-send]"));
  });
  const inRow = {
    a: (tr) => {
      for (const box of document.querySelectorAll(".helpdesk .pick input")) box.checked = tr.contains(box);
      return act("take");
    },
    x: (tr) => { tr.querySelector(".pick input")?.click(); return true; },
    r: (tr) => { answer(tr); return true; },
    n: (tr) => { location.href = `${tr.querySelector(".what a").href}#note`; return true; },
  };
  let waits = "";
  const press = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const { target, key } = event;
    const typing = target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (typing || document.querySelector("dialog[open]")) return;
    const first = waits;
    waits = "";
    if (key === "g") { waits = "g"; setTimeout(() => { waits = ""; }, 1500); return; }
    const tr = row() || (key === "r" && document.querySelector(".helpdesk [data-answer]")?.closest("tr"));
    const done = first === "g" ? act(`g ${key}`)
      : key === "j" ? move(1) : key === "k" ? move(-1)
      : tr && inRow[key] ? inRow[key](tr)
      : key === "r" ? write("reply") : key === "n" ? write("note")
      : act(key);
    if (done) event.preventDefault();
  };
  if (desk) {
    document.addEventListener("keydown", press);
    if (["#reply", "#note"].includes(location.hash)) write(location.hash.slice(1));
  }

  // A page that is loaded anew keeps what is typed: in this tab alone, until it is shown again. Never a password or a code.
  const KEPT = "helpdesk-typed";
  const fields = [...document.querySelectorAll(".helpdesk form [name]")].filter(
    (field) => field.id && !["hidden", "password", "submit", "file"].includes(field.type) && field.autocomplete !== "one-time-code",
  );
  const ticked = (field) => ["checkbox", "radio"].includes(field.type);
  const value = (field) => (ticked(field) ? field.checked : field.value);
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  sessionStorage.removeItem(KEPT);
  const untouched = new Map(fields.map((field) => [field, value(field)]));
  if (kept?.path === location.pathname) {
    for (const field of fields) {
      if (!(field.id in kept.values)) continue;
      if (ticked(field)) field.checked = kept.values[field.id];
      else field.value = kept.values[field.id];
    }
  }
  for (const link of document.querySelectorAll(".helpdesk [data-keeps]")) {
    link.addEventListener("click", () => {
      const typed = fields.filter((field) => value(field) !== untouched.get(field));
      const values = Object.fromEntries(typed.map((field) => [field.id, value(field)]));
      sessionStorage.setItem(KEPT, JSON.stringify({ path: location.pathname, values }));
    });
  }

  // The label is the button: what browsers show in its place is in their own words. The names of what was chosen follow.
  for (const chooser of document.querySelectorAll(".helpdesk [type=file]")) {
    const names = document.createElement("p");
    names.className = "small";
    names.setAttribute("role", "status");
    chooser.labels[0].classList.add("button", "plain");
    chooser.after(names);
    chooser.classList.add("hidden");
    const show = () => { names.textContent = [...chooser.files].map((file) => file.name).join(", "); };
    chooser.addEventListener("change", show);
    show();
  }

  // Photos go one by one, so that one that fails loses no other; each says how far it is.
  const carry = (address, body, tell) => new Promise((resolve) => {
    const asked = new XMLHttpRequest();
    asked.open("POST", address);
    asked.setRequestHeader("x-helpdesk-part", "files");
    asked.responseType = "json";
    asked.upload.onprogress = (event) => { if (event.lengthComputable) tell(event.loaded / event.total); };
    asked.onload = () => resolve({ ok: asked.status === 200, errors: asked.response?.errors });
    asked.onerror = asked.onabort = () => resolve({ ok: false });
    asked.send(body);
  });
  for (const form of document.querySelectorAll(".helpdesk form[data-uploads]")) {
    form.addEventListener("submit", async (event) => {
      const chooser = form.querySelector("[type=file]"), list = form.querySelector("[data-progress]");
      const button = form.querySelector("button");
      if (!chooser.files.length) return;
      event.preventDefault();
      if (button.disabled) return;
      button.disabled = true;
      list.hidden = false;
      list.replaceChildren();
      let lost = 0;
      for (const file of chooser.files) {
        const line = list.appendChild(document.createElement("li")), bar = document.createElement("progress");
        const says = (kind) => { line.textContent = form.dataset[kind].replace("{name}", file.name); };
        says("sending");
        bar.value = 0;
        line.append(" ", bar);
        const body = new FormData(form), token = crypto.getRandomValues(new Uint8Array(16));
        body.set("form_token", [...token].map((one) => one.toString(16).padStart(2, "0")).join(""));
        body.set("files", file);
        const answer = await carry(form.action, body, (share) => { bar.value = share; });
        if (answer.ok) says("sent");
        else if (answer.errors?.length) line.textContent = answer.errors.join(" ");
        else says("failed");
        line.classList.toggle("wrong", !answer.ok);
        lost += !answer.ok;
      }
      button.disabled = false;
      chooser.value = "";
      chooser.dispatchEvent(new Event("change"));
      if (!lost) location.reload();
    });
  }

  // A tap on a photo says where a mark goes; its words come next.
  for (const photo of document.querySelectorAll(".helpdesk [data-marks]")) {
    photo.addEventListener("click", (event) => {
      const { left, top, width, height } = photo.getBoundingClientRect();
      const at = { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
      const { x, y, text } = document.getElementById(photo.dataset.marks).elements;
      x.value = Math.round(at.x * 1000);
      y.value = Math.round(at.y * 1000);
      for (const spot of photo.querySelectorAll("[visibility]")) {
        spot.setAttribute("cx", at.x * photo.viewBox.baseVal.width);
        spot.setAttribute("cy", at.y * photo.viewBox.baseVal.height);
        spot.setAttribute("visibility", "visible");
      }
      text.focus();
    });
  }

  // A page that is open hears of news: by a stream while it is in view, else by asking. It changes nothing under
  // anybody's eyes but a thread that grows, the numbers in the menu, a status and a place in the queue; it says that there is more, and how to see it.
  const live = document.querySelector(".helpdesk [data-live]");
  if (live) {
    const { live: address, streams } = live.dataset;
    let { seen } = live.dataset;
    const texts = (page) => {
      const main = page.getElementById("helpdesk-main").cloneNode(true);
      for (const part of main.querySelectorAll("[data-live], [data-fresh], .past, time, .composer, dialog, .notice")) part.remove();
      return main.textContent.replace(/\s+/g, " ");
    };
    const entries = (page) => [...page.querySelectorAll("#thread [data-entry]")];
    const grow = (page) => {
      const known = new Set(entries(document).map((one) => one.dataset.entry));
      const past = document.querySelector(".helpdesk .past");
      if (!past || document.querySelector("[data-newest]")) return;
      const atEnd = past.scrollHeight - past.scrollTop - past.clientHeight < 40;
      document.getElementById("thread").append(...entries(page).filter((one) => !known.has(one.dataset.entry)));
      if (atEnd) past.scrollTop = past.scrollHeight;
      for (const field of document.querySelectorAll(".composer [name=seen]")) field.value = page.querySelector(".composer [name=seen]").value;
    };
    const count = (page) => {
      const now = new Map([...page.querySelectorAll(".side [href] .count")].map((one) => [one.parentNode.getAttribute("href"), one]));
      for (const one of document.querySelectorAll(".side [href] .count")) {
        const fresh = now.get(one.parentNode.getAttribute("href"));
        if (fresh) { one.textContent = fresh.textContent; one.className = fresh.className; }
      }
    };
    const freshen = (page) => {
      for (const one of document.querySelectorAll("[data-fresh]")) {
        const now = page.querySelector(`[data-fresh="${one.dataset.fresh}"]`);
        if (now && now.innerHTML !== one.innerHTML) one.replaceChildren(...now.childNodes);
      }
    };
    const news = async () => {
      const answer = await fetch(location.href).catch(() => null);
      if (!answer || !answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page.getElementById("helpdesk-main")) return;
      bringIcons(page);
      count(page);
      grow(page);
      freshen(page);
      live.firstElementChild.hidden = texts(page) === texts(document);
      const chosen = [...document.querySelectorAll(".helpdesk [type=file]")].some((one) => one.files.length);
      const idle = !chosen && fields.every((field) => value(field) === untouched.get(field));
      if (document.hidden && idle && !live.firstElementChild.hidden) location.reload();
    };
    const hear = (stamp) => {
      const isNews = seen && stamp !== seen;
      seen = stamp;
      if (isNews) news();
    };
    const ask = async () => {
      const answer = await fetch(address, { headers: { accept: "application/json" } }).catch(() => null);
      if (answer?.ok && !answer.redirected) hear((await answer.json()).stamp);
    };
    let stream;
    const listen = () => {
      stream?.close();
      stream = streams === undefined || document.hidden ? null : new EventSource(`${address}?seen=${encodeURIComponent(seen)}`);
      if (stream) stream.onmessage = (event) => hear(event.data);
    };
    // A hidden page holds no stream: a browser opens few connections to one site.
    document.addEventListener("visibilitychange", listen);
    setInterval(() => { if (!stream || stream.readyState === EventSource.CLOSED) ask(); }, 20000);
    listen();
  }
}
