'use strict';
// A small ERP with the engine inside: tills push orders side by side, one account manager works, changes are followed, and at
// the end a report is printed. Everything is real but the orders.
const fs = require('node:fs');
const { CrmError, Engine } = require('crm');

const TILLS = 4, ORDERS_A_TILL = 25;

async function main() {
  fs.rmSync('erp.crm', { force: true });
  const engine = Engine.open({ path: 'erp.crm', currency: 'CNY', time_zone: 'Asia/Shanghai' });
  engine.bootstrap('admin', 'Administrator', ['system_administrator']);
  const admin = engine.session('admin');
  const create = (login, display_name, role) => admin.callSync('users.create', { new: { login, display_name, roles: [role] } });
  create('han', 'Han Meimei', 'sales_manager');
  const ann = create('ann', 'Ann', 'account_manager');
  create('erp', 'ERP', 'integration');

  // What changes is waited for, so nothing of this program is ever called by the library.
  let changes = 0;
  const done = new AbortController();
  const begin = admin.callSync('changes.latest');
  const following = (async () => {
    for await (const change of admin.changes({ from: begin, signal: done.signal })) {
      changes += 1;
      if (change.operation !== 'sales.push_orders') console.log('changed by', change.operation);
    }
  })();

  // The products and customers that the ERP has.
  const erp = engine.session('erp');
  erp.callSync('sales.push_products', { products: [{ external_id: 'P1', name: 'Press', unit: 'piece' }] });
  erp.callSync('customers.import_many', { customers: [{ name: 'Jade Machines', external_id: 'C1' }], allow_incomplete: true });

  // An opportunity goes its way while the tills are busy.
  const till = async (number) => {
    const session = engine.session('erp');
    for (let i = 0; i < ORDERS_A_TILL; i++) {
      await session.call('sales.push_orders', {
        orders: [{
          external_id: `T${number}-${i}`, customer_external_id: 'C1', date: `2026-0${1 + (i % 6)}-15`, status: 6,
          lines: [{ product_external_id: 'P1', quantity: String(1 + (i % 3)), unit_price: '1250.00' }],
        }],
      });
    }
    session.close();
  };
  const busy = Promise.all(Array.from({ length: TILLS }, (_, number) => till(number)));
  const manager = engine.session('han'), seller = engine.session('ann');
  const opportunity = await seller.call('opportunities.create', {
    new: {
      customer_name: 'Amber Tools', success_probability: 60, summary: 'A press',
      description: 'Two machines for the new hall', contact_name: 'Wang Fang',
    },
  });
  // What a user may not do is refused, and says so in the user's language.
  try {
    seller.callSync('opportunities.assign', { id: opportunity.id, assignee: ann.id });
    throw new Error('Ann assigned to herself');
  } catch (error) {
    if (!(error instanceof CrmError) || error.code !== 'forbidden') throw error;
    console.log('refused:', error.message);
  }
  manager.callSync('opportunities.assign', { id: opportunity.id, assignee: ann.id });
  seller.callSync('opportunities.develop', { id: opportunity.id });
  await busy;

  // Jobs that are due, and a report.
  erp.callSync('jobs.run_due');
  console.log('contribution:', JSON.stringify(manager.callSync('reports.contribution').items));
  await new Promise((resolve) => setTimeout(resolve, 300));
  done.abort();
  await following;
  console.log(changes, 'changes heard');
  engine.close();
}

main().catch((error) => { console.error(error); process.exitCode = 1; });
