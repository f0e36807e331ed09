// Searches the prebuilt index, newest stories first. Everything it shows goes in as text, never as markup.
"use strict";
(() => {
  const PAGE = 40, AHEAD = 4; // stories shown before one is asked whether to go on; shards asked for at once
  const $ = (id) => document.getElementById(id);
  const form = $("search"), box = $("q"), said = $("said"), list = $("found"), more = $("more"), browse = $("browse");
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const shards = new Map();
  let index, run = 0;

  const get = async (path) => {
    const answer = await fetch(path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  };
  const shard = (number) => {
    if (!shards.has(number)) {
      const asked = get(`search/${number}.json`);
      asked.catch(() => shards.delete(number));
      shards.set(number, asked);
    }
    return shards.get(number);
  };
  // How well a story fits: 0 unless every word begins a word of it (or stands in it, in scripts without blanks).
  const fit = (words, story) => {
    const title = folded(story[1]), rest = folded([story[2], story[3], ...story[5].map((n) => index.topics[n])].join(" "));
    let points = 0;
    for (const word of words) {
      const starts = (text) => {
        for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
          if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]) || /[^\u0000-\u024f]/u.test(word)) return true;
        }
        return false;
      };
      if (starts(title)) points += 3;
      else if (starts(rest)) points += 1;
      else return 0;
    }
    return points;
  };
  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };
  const item = ([href, title, excerpt, outlet, when, , reports, language]) => {
    const made = element("li", "brief"), time = element("time", "", when.slice(0, 10)), body = element("div");
    const link = element("a", "title", title), meta = element("span", "meta");
    time.dateTime = when;
    link.href = href;
    link.dir = "auto";
    if (language) link.lang = language;
    meta.append(element("span", "outlet", outlet));
    if (reports > 1) meta.append(element("span", "", `${reports} reports`));
    if (excerpt) link.title = excerpt;
    body.append(link, " ", meta);
    made.append(time, body);
    return made;
  };
  const search = async (query) => {
    const mine = ++run, words = folded(query).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    list.replaceChildren();
    more.hidden = true;
    browse.hidden = words.length > 0;
    said.textContent = "";
    if (!words.length) return;
    said.textContent = "Searching…";
    try {
      index ??= await get("search/index.json");
      let found = 0, looked = 0, goal = PAGE;
      const left = [...index.shards].reverse();
      while (left.length) {
        const some = await Promise.all(left.splice(0, AHEAD).map((one) => shard(one.number)));
        if (mine !== run) return;
        const fits = [];
        for (const stories of some) {
          looked += stories.length;
          for (const story of stories) {
            const points = fit(words, story);
            if (points) fits.push([points, story]);
          }
        }
        fits.sort((a, b) => b[0] - a[0] || (a[1][4] < b[1][4] ? 1 : -1));
        list.append(...fits.map(([, story]) => item(story)));
        found += fits.length;
        const far = left.length ? ` in the newest ${looked.toLocaleString("en")} of ${index.stories.toLocaleString("en")} stories` : "";
        said.textContent = found === 0 && !left.length ? "Nothing found." : `${found.toLocaleString("en")} found${far}.`;
        if (left.length && found >= goal) {
          more.hidden = false;
          await new Promise((go) => { more.onclick = go; });
          if (mine !== run) return;
          more.hidden = true;
          goal = found + PAGE;
        }
      }
    } catch {
      if (mine === run) said.textContent = "The index could not be read; the months below have everything.";
      browse.hidden = false;
    }
  };
  const asked = () => new URLSearchParams(location.search).get("q") ?? "";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.pushState(null, "", `search.html?q=${encodeURIComponent(box.value)}`);
    search(box.value);
  });
  addEventListener("popstate", () => search((box.value = asked())));
  search((box.value = asked()));
})();
