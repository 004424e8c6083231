'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const test = require('node:test');
const { CrmError, Engine } = require('crm');

const opened = (options = {}) => {
  const engine = Engine.open(options);
  engine.bootstrap('han', '韩梅梅', ['sales_manager', 'integration']);
  return { engine, session: engine.session('han') };
};
const opportunity = (customer_name) => ({ new: { customer_name, summary: '试制', description: '…', success_probability: 20 } });
const is = (code) => (error) => error instanceof CrmError && error.code === code;

test('refusals are errors with their fields, in the language of the session', () => {
  const { engine, session } = opened();
  assert.throws(() => session.callSync('opportunities.create', opportunity(' ')), (error) =>
    is('invalid')(error) && error.number === 1 && error.fields[0].field === 'customer_name');
  assert.throws(() => session.in('zh-Hans').callSync('opportunities.create', opportunity(' ')), /客户/);
  assert.throws(() => session.callSync('opportunities.burn'), is('unknown_operation'));
  assert.throws(() => engine.session('nobody'), CrmError);
  assert.throws(() => engine.session('han\0x'), TypeError);
  engine.close();
});

test('a handle that was closed is refused', async () => {
  const { engine, session } = opened();
  engine.close();
  assert.throws(() => session.callSync('users.me'), is('invalid'));
  await assert.rejects(session.call('users.me'), is('invalid'));
  assert.throws(() => engine.close(), is('invalid'));
});

test('two hundred sessions of two users: a number that is a double names each', () => {
  const { engine, session } = opened();
  engine.session('han').callSync('users.me');
  const { callSync } = session;
  assert.ok(callSync);
  const admin = engine.session('han');
  admin.callSync('users.create', { new: { login: 'li', display_name: '李', roles: ['executive'] } });
  const all = Array.from({ length: 200 }, (_, i) => engine.session(i % 2 ? 'han' : 'li'));
  all.forEach((each, i) => assert.equal(each.callSync('users.me').login, i % 2 ? 'han' : 'li'));
  engine.close();
});

test('calls of many threads, and closing while they run', async () => {
  const { engine, session } = opened();
  const created = await Promise.all(Array.from({ length: 100 }, (_, i) => session.call('opportunities.create', opportunity(`客户${i}`))));
  assert.equal(new Set(created.map((each) => each.id)).size, 100);
  assert.equal(session.callSync('opportunities.list', { page: { limit: 1000 } }).items.length, 100);
  // Close does not wait for the loop, so what runs ends on its own thread; what had not begun is refused.
  const running = Array.from({ length: 40 }, (_, i) => session.call('opportunities.create', opportunity(`后${i}`)));
  const waiting = session.waitChanges(100000, 60000);
  engine.close();
  for (const outcome of await Promise.allSettled([...running, waiting])) {
    assert.ok(outcome.status === 'fulfilled' || outcome.reason instanceof CrmError, outcome.reason);
  }
});

test('a signal interrupts, and nothing of the call is kept', async () => {
  const { engine, session } = opened();
  const customers = Array.from({ length: 10000 }, (_, i) => ({ name: `客户${i}`, external_id: `E${i}` }));
  const late = session.call('customers.import_many', { customers, allow_incomplete: true }, { signal: AbortSignal.timeout(30) });
  await assert.rejects(late, (error) => is('interrupted')(error) && error.cause.name === 'TimeoutError');
  assert.equal(session.callSync('customers.list').items.length, 0);
  await assert.rejects(session.call('users.me', {}, { signal: AbortSignal.abort() }), { name: 'AbortError' });
  engine.close();
});

test('changes are followed, and an exception in the loop is the loop\'s', async () => {
  const { engine, session } = opened();
  const from = session.callSync('changes.latest');
  for (let i = 0; i < 3; i++) session.callSync('opportunities.create', opportunity(`客户${i}`));
  const heard = [];
  await assert.rejects(async () => {
    for await (const change of session.changes({ from })) {
      heard.push(change.operation);
      if (heard.length === 3) throw new Error('enough');
    }
  }, /enough/);
  assert.deepEqual(heard, Array(3).fill('opportunities.create'));
  engine.close();
});

test('a file with a Chinese name', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crm-'));
  const { engine } = opened({ path: path.join(folder, '客户.crm') });
  engine.close();
  assert.ok(fs.existsSync(path.join(folder, '客户.crm')));
  fs.rmSync(folder, { recursive: true });
});

// Stories of the engine's own tests (tests/scenarios), by name.
const folder = process.env.CRM_SCENARIOS, names = (process.env.CRM_VENDOR_STORIES ?? '').split(/\s+/).filter(Boolean);
assert.ok(folder && names.length >= 10, 'CRM_SCENARIOS and CRM_VENDOR_STORIES say which stories');
const read = (name) => JSON.parse(fs.readFileSync(path.join(folder, `${name}.json`), 'utf8'));
const cast = read('cast');

const part = (value, where) => (where === '' ? value : where.split('.').reduce((found, name) => found[name], value));

function fill(kept, value) {
  if (typeof value === 'string' && value.startsWith('$')) {
    assert.ok(value.slice(1) in kept, `${value} is not kept`);
    return kept[value.slice(1)];
  }
  if (Array.isArray(value)) return value.map((item) => fill(kept, item));
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fill(kept, item)]));
  return value;
}

function compare(expected, found, where) {
  if (expected === '*') assert.notEqual(found ?? null, null, where);
  else if (Array.isArray(expected)) {
    assert.equal(found?.length, expected.length, where);
    expected.forEach((item, i) => compare(item, found[i], `${where}.${i}`));
  } else if (expected && typeof expected === 'object') {
    for (const [name, item] of Object.entries(expected)) compare(item, found?.[name], `${where}.${name}`);
  } else assert.deepEqual(found, expected, where);
}

for (const name of names) {
  test(`story ${name}`, async () => {
    const story = read(name), kept = {}, sessions = {};
    const engine = Engine.open({ time_zone: cast.time_zone, currency: cast.currency, now: cast.now });
    kept[cast.first.name] = engine.bootstrap(cast.first.login, cast.first.display_name, cast.first.roles);
    sessions[cast.first.name] = engine.session(cast.first.login);
    for (const { name, login, display_name, roles } of cast.users) {
      kept[name] = sessions[cast.first.name].callSync('users.create', { new: { login, display_name, roles } }).id;
      sessions[name] = engine.session(login);
    }
    let asynchronous = false;
    for (const [i, step] of story.steps.entries()) {
      assert.ok(!step.clock, 'a story that sets the clock is not for this package');
      asynchronous = !asynchronous;
      let outcome, failed = false;
      try {
        const args = fill(kept, step.with ?? {});
        outcome = asynchronous ? await sessions[step.as].call(step.call, args) : sessions[step.as].callSync(step.call, args);
      } catch (error) {
        if (!(error instanceof CrmError)) throw error;
        [outcome, failed] = [error, true];
      }
      assert.equal(failed, 'error' in step, `${i}: ${JSON.stringify(outcome)}`);
      if (failed || 'expect' in step) compare(fill(kept, failed ? step.error : step.expect), outcome, String(i));
      for (const [name, where] of Object.entries(step.save ?? {})) kept[name] = part(outcome, where);
    }
    engine.close();
  });
}
