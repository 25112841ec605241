// The published Server SDK of the source service, unmodified, pointed at our server. What it lacks goes by its own
// request function. Usage: NODE_PATH=.../node_modules node sdkstory.js API KEY SECRET
'use strict';
const assert = require('assert');
const [api, appkey, secret] = process.argv.slice(2);
const sdk = require('rongcloud-sdk')({ appkey, secret, api });
const { request } = require('rongcloud-sdk/lib/request');

const { User, Message } = sdk;
const rooms = sdk.Chatroom;
const raw = async (url, data) => (await request({ url, data })).text;

async function story() {
  const alice = await User.register({ id: 'Alice', name: 'Alice', portrait: 'https://app.example/alice.png' });
  assert.strictEqual(alice.code, 200);
  assert.strictEqual(alice.userId, 'Alice');
  assert.ok(alice.token.length >= 16);

  assert.strictEqual((await rooms.create([{ id: 'Launch', name: 'Launch day' }])).code, 200);
  const found = await raw('chatroom/query', { chatroomId: ['launch'] });
  assert.deepStrictEqual(found.chatRooms.map((room) => [room.chrmId, room.name]), [['Launch', 'Launch day']]);
  const inside = await rooms.get({ id: 'Launch', count: 10, order: 1 });
  assert.strictEqual(inside.code, 200);
  assert.strictEqual(inside.total, 0);
  assert.deepStrictEqual(inside.members, []);
  const exists = await rooms.isExist({ id: 'Launch', members: [{ id: 'Alice' }, { id: 'bob' }] });
  assert.strictEqual(exists.code, 200);

  const muted = { id: 'Launch', members: [{ id: 'Alice' }], minute: 5 };
  assert.strictEqual((await rooms.Gag.add({ ...muted })).code, 200);
  const gagged = await rooms.Gag.getList({ id: 'Launch' });
  assert.deepStrictEqual((gagged.members || gagged.users).map((user) => user.id || user.userId), ['Alice']);
  assert.strictEqual((await rooms.Gag.remove({ id: 'Launch', members: [{ id: 'Alice' }] })).code, 200);

  assert.strictEqual((await rooms.Ban.add({ members: [{ id: 'Alice' }], minute: 5 })).code, 200);
  const banned = await rooms.Ban.getList();
  assert.strictEqual(banned.code, 200);
  assert.strictEqual((await rooms.Ban.remove({ members: [{ id: 'Alice' }] })).code, 200);

  assert.strictEqual((await rooms.Block.add({ ...muted, members: [{ id: 'bob' }] })).code, 200);
  const blocked = await rooms.Block.getList({ id: 'Launch' });
  assert.deepStrictEqual((blocked.members || blocked.users).map((user) => user.id || user.userId), ['bob']);
  assert.strictEqual((await rooms.Block.remove({ id: 'Launch', members: [{ id: 'bob' }] })).code, 200);

  assert.strictEqual((await raw('chatroom/ban/add', { chatroomId: 'Launch' })).code, 200);
  assert.strictEqual((await raw('chatroom/ban/check', { chatroomId: 'Launch' })).status, 1);
  assert.strictEqual((await raw('chatroom/get', { chatroomId: 'Launch' })).ban, true);

  const sent = await Message.Chatroom.send({
    senderId: 'Alice', targetId: 'Launch', objectName: 'RC:TxtMsg', content: { content: 'Grüße & 你好 🎉' },
  });
  assert.strictEqual(sent.code, 200);

  const tooLong = await rooms.Gag.add({ id: 'Launch', members: [{ id: 'x'.repeat(65) }], minute: 5 });
  assert.strictEqual(Number(tooLong.code), 1002);
  assert.strictEqual((await rooms.destory({ id: 'Launch' })).code, 200);
  const gone = await rooms.get({ id: 'Launch', count: 10, order: 1 });
  assert.strictEqual(Number(gone.code), 23410);
  console.log('sdk story held');
}

story().catch((error) => {
  console.error(error && error.stack || error);
  process.exit(1);
});
