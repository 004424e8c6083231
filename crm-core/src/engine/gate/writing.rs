//! A write of records of defined objects, with what the call gives it: the transaction, the moment, new ids, and who acts.

use super::context::Context;
use crate::engine::error::Result;
use crate::engine::ids::RecordId;
use crate::engine::objects::catalogue::current::Catalogue;
use crate::engine::objects::days::Moment;
use crate::engine::objects::life::asleep::Lost;
use crate::engine::objects::records::{Hand, Writer, Written};
use crate::engine::objects::shape::Name;
use crate::engine::storage::Transaction;

impl Context<'_> {
    /// Runs a write, and gives what it wrote beside its result. Followers are told of what goes in it, before it does, and the audit of
    /// what went along of packs that sleep.
    pub(crate) fn writing<'a, T>(
        &mut self,
        catalogue: &'a Catalogue,
        moment: &'a Moment,
        seen: &'a crate::engine::objects::expr::Context,
        body: impl FnOnce(&mut Writer<'a, '_>) -> Result<T>,
    ) -> Result<(T, Vec<Written<'a>>)> {
        let today = self.today()?;
        let actor = self.actor_key().zip(self.actor_id()).map(|(key, id)| (key, RecordId(id.0)));
        let hand = Hand { actor, now: self.now(), today };
        let mut teller = self.teller()?;
        let mut falls = |tx: &mut dyn Transaction, going: &[(Name, RecordId)]| teller.tell(tx, going);
        let Context { tx, ids, .. } = self;
        let mut new_id = || RecordId(ids.uuid());
        let mut writer = Writer::new(&mut **tx, catalogue, (seen, moment), hand, &mut new_id);
        writer.falls = Some(&mut falls);
        let done = body(&mut writer)?;
        let (written, deeds) = (std::mem::take(&mut writer.written), std::mem::take(&mut writer.deeds));
        let (lost, rolled) = (std::mem::take(&mut writer.lost), std::mem::take(&mut writer.rolled));
        self.telling.append(&mut teller.telling);
        self.deeds.extend(deeds);
        self.changed_objects(lost.into_iter().flat_map(Lost::changes));
        self.keep_rolled(rolled)?;
        Ok((done, written))
    }
}
