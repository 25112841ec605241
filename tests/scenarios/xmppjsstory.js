"use strict";
// A room client of npm's @xmpp/client, unmodified: joins the room, tells what it hears as JSON lines, and obeys JSON
// lines: {"do": "say", "body"}, {"do": "archive", "page"}, {"do": "quit"}. Stream management is the library's own.
//   node xmppjsstory.js WS-URL DOMAIN USER PASSWORD ROOM NICKNAME
const { client, xml } = require("@xmpp/client");
const readline = require("readline");

const [url, domain, username, password, room, nickname] = process.argv.slice(2);
const MAM = "urn:xmpp:mam:2";
const RSM = "http://jabber.org/protocol/rsm";
const tell = (what) => process.stdout.write(JSON.stringify(what) + "\n");
const fail = (error) => {
  tell({ event: "failed", text: String(error) });
  process.exit(1);
};

const xmpp = client({ service: url, domain, username, password });
xmpp.reconnect.delay = 100;
xmpp.on("error", (error) => tell({ event: "error", text: String(error) })); // a cut is one too; it comes back by itself
xmpp.on("disconnect", () => tell({ event: "disconnected" }));
xmpp.on("nonza", (nonza) => {
  if (["resumed", "enabled", "failed"].includes(nonza.name)) tell({ event: nonza.name });
});

let found = []; // of the archive page that is being read
xmpp.on("stanza", (stanza) => {
  const result = stanza.getChild("result", MAM);
  if (result) {
    const message = result.getChild("forwarded", "urn:xmpp:forward:0").getChild("message");
    found.push({ id: result.attrs.id, from: message.attrs.from, body: message.getChildText("body") });
  } else if (stanza.is("presence") && stanza.attrs.from === `${room}/${nickname}`) {
    const user = stanza.getChild("x", "http://jabber.org/protocol/muc#user");
    const codes = user ? user.getChildren("status").map((status) => status.attrs.code) : [];
    tell({ event: "presence", type: stanza.attrs.type || null, codes });
  } else if (stanza.is("message") && stanza.attrs.type === "groupchat" && stanza.getChildText("body")) {
    tell({ event: "heard", nickname: stanza.attrs.from.split("/")[1], body: stanza.getChildText("body") });
  }
});

xmpp.on("online", (address) => {
  tell({ event: "online", address: address.toString() });
  xmpp.send(xml("presence", { to: `${room}/${nickname}` },
    xml("x", { xmlns: "http://jabber.org/protocol/muc" }, xml("history", { maxstanzas: "0" })))).catch(fail);
});

async function archive(page) {
  const entries = [];
  let after = null;
  let pages = 0;
  for (;;) {
    found = [];
    const answer = await xmpp.iqCaller.request(xml("iq", { type: "set", to: room },
      xml("query", { xmlns: MAM, queryid: `q${pages}` },
        xml("set", { xmlns: RSM }, xml("max", {}, String(page)), after ? xml("after", {}, after) : null))), 20000);
    const fin = answer.getChild("fin", MAM);
    entries.push(...found);
    pages += 1;
    if (fin.attrs.complete === "true" || found.length === 0) break;
    after = fin.getChild("set", RSM).getChildText("last");
  }
  tell({ event: "archive", pages, entries });
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const order = JSON.parse(line);
  if (order.do === "say") {
    xmpp.send(xml("message", { type: "groupchat", to: room, id: `js-${Date.now()}-${Math.random()}` },
      xml("body", {}, order.body))).catch(fail);
  } else if (order.do === "archive") {
    archive(order.page).catch(fail);
  } else if (order.do === "quit") {
    xmpp.stop().then(() => process.exit(0), fail);
  }
});
xmpp.start().catch(fail);
