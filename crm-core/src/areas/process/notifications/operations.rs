//! The operations on notifications.

use super::rules;
use super::types::*;
use crate::engine::clock::Timestamp;
use crate::engine::page::{Count, PageRequest};

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! notifications_operations { ($($project:ident)::+) => { $($project)::+! {
    notifications: Notifications, "Notifications (通知): what people are told of records.";

    /// Lists one's own notifications, newest first, or those that were not read yet (NOTIFY-3): of records that one reads now.
    /// A page's count is the badge.
    read fn list(unread: bool = false, page: Option<PageRequest> = None) -> NotificationPage;

    /// Marks one's own notifications as read (NOTIFY-3): those named, or all that were told until an instant. Gives how many
    /// were not read before.
    write fn mark_read(ids: Option<Vec<NotificationId>> = None [at_most(1000)], until: Option<Timestamp> = None) -> Count;
} } }

crate::notifications_operations!(crate::engine::operations::project_core);
