//! Who may: the right is that of the record's own area, asked where the object is known (OBJ-7).

use crate::engine::permission::rights;

rights! {
    get  by everyone;
    list by everyone;
    aggregate by everyone;
    related by everyone;
    history by everyone;
    create by everyone;
    create_many by everyone;
    update by everyone;
    act    by everyone;
    delete by everyone;
    restore by everyone;
    extend by everyone;
}
