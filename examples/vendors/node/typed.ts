// Compiled, not run: what the types say, and what they refuse.
import { Engine, type Opportunity } from 'crm';

const session = Engine.open().session('han');
const made: Opportunity = session.callSync('opportunities.create', {
  new: { customer_name: '华东精密', summary: '试制', description: '…', success_probability: 20 },
});
const text: string = made.summary;
void session.call('opportunities.assign', { id: made.id, assignee: made.creator.id }).then((given) => given.status satisfies string);
void session.callSync('hotel.reservation.arrive', { id: text });
void session.callSync('users.me');

// @ts-expect-error: no such operation
session.callSync('opportunities.burn');
// @ts-expect-error: an argument is missing
session.callSync('opportunities.assign', { id: made.id });
// @ts-expect-error: and without any
session.callSync('opportunities.assign');
// @ts-expect-error: a number is no text
session.callSync('opportunities.get', { id: 7 });
