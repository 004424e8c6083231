choice-Entity-contact = Contact
