//! What a caller gets.

/// The status of an order that is shipped (已发货).
pub const SHIPPED: i64 = 5;

/// The status of an order that is paid (已回款).
pub const PAID: i64 = 6;

/// The status of an order that is cancelled (已取消).
pub const CANCELLED: i64 = 9;
