//! Changes to an account's email address, which return the messages to send.

use super::outbox::Message;
use crate::domain::accounts::email::Email;
use crate::domain::accounts::user::User;

impl User {
    /// Sets a new email address, or removes it with `None`. A confirmed address stays in use until
    /// the new one is confirmed; a removal takes effect immediately. Returns the message to send,
    /// if any.
    pub fn want_email(&mut self, wanted: Option<Email>) -> Option<Message> {
        let Some(wanted) = wanted else {
            let notice = self.confirmed_email().map(|to| Message::EmailChanged { to: to.clone() });
            (self.email, self.email_key, self.new_email) = (None, None, None);
            return notice;
        };
        if self.confirmed_email() == Some(&wanted) {
            self.new_email = None;
            return None;
        }
        let place = if self.email_key.is_some() { &mut self.new_email } else { &mut self.email };
        *place = Some(wanted.clone());
        Some(Message::ConfirmEmail { email: wanted })
    }

    /// Drops the request to replace a confirmed address.
    pub fn drop_email_change(&mut self) {
        self.new_email = None;
    }

    /// Confirms the pending address. Returns the message to send to the address that it replaces,
    /// if any.
    pub fn confirm_email(&mut self) -> Option<Message> {
        let confirmed = self.pending_email().cloned()?;
        let notice = self.confirmed_email().map(|to| Message::EmailChanged { to: to.clone() });
        self.email_key = Some(confirmed.key());
        self.email = Some(confirmed);
        self.new_email = None;
        notice
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::accounts::password::PasswordHash;

    fn email(text: &str) -> Email {
        text.parse().unwrap()
    }

    fn ada(address: Option<&str>) -> User {
        let hash = PasswordHash::from_phc("$argon2id$".to_owned());
        let now = "2026-11-18T12:00:00Z".parse().unwrap();
        User::new("ada".parse().unwrap(), address.map(email), hash, now)
    }

    #[test]
    fn confirming_activates_the_first_address() {
        let mut ada = ada(Some("Ada@example.org"));
        assert_eq!(ada.confirmed_email(), None);
        assert_eq!(ada.confirm_email(), None, "nobody is to be told of a first address");
        assert_eq!(ada.email_key.as_ref().unwrap().as_str(), "ada@example.org");
        assert_eq!((ada.confirmed_email(), ada.pending_email()), (ada.email.as_ref(), None));
        let before = ada.clone();
        assert_eq!(ada.confirm_email(), None);
        assert_eq!(ada, before);
    }

    #[test]
    fn the_confirmed_address_stays_until_the_new_one_is_confirmed() {
        let mut ada = ada(Some("ada@example.org"));
        let confirmation = |text: &str| Some(Message::ConfirmEmail { email: email(text) });
        let changed = |text: &str| Some(Message::EmailChanged { to: email(text) });
        let want = |ada: &mut User, text: &str| ada.want_email(Some(email(text)));
        assert_eq!(want(&mut ada, "typo@example.org"), confirmation("typo@example.org"));
        assert_eq!(ada.email, Some(email("typo@example.org")), "none was confirmed");
        want(&mut ada, "ada@example.org");
        ada.confirm_email();
        assert_eq!(want(&mut ada, "new@example.org"), confirmation("new@example.org"));
        assert_eq!(ada.confirmed_email(), Some(&email("ada@example.org")));
        assert_eq!(ada.pending_email(), Some(&email("new@example.org")));
        assert_eq!(want(&mut ada, "ada@example.org"), None);
        assert_eq!(ada.pending_email(), None, "the person thought better of it");
        want(&mut ada, "new@example.org");
        assert_eq!(ada.confirm_email(), changed("ada@example.org"));
        assert_eq!(ada.confirmed_email(), Some(&email("new@example.org")));
        assert_eq!(ada.want_email(None), changed("new@example.org"));
        assert_eq!((ada.email, ada.email_key, ada.new_email), (None, None, None));
    }
}
