//! Shared steps of many tests: what users do with forms, as one call each.

use reqwest::multipart::{Form, Part};
use reqwest::{Method, Response};
use worklog::app::accounts::tokens;
use worklog::domain::admin::AdminCommand;

use super::page::Page;
use super::samples::{noon, run_command};
use super::server::{Browser, PASSWORD, Server, location};
use super::smtpd::{Letter, Smtpd};
use super::store::Backend;

impl Browser {
    /// Signs up with [`PASSWORD`]. `email` can be empty.
    pub(crate) async fn sign_up(&self, name: &str, email: &str) {
        let password = [("password", PASSWORD), ("password_confirm", PASSWORD)];
        self.submit("/signup", &[&[("username", name), ("email", email)], &password[..]].concat())
            .await;
    }

    /// Logs in with [`PASSWORD`].
    pub(crate) async fn log_in(&self, name: &str) {
        self.submit("/login", &[("username", name), ("password", PASSWORD)]).await;
    }

    /// Returns the version in a day's form.
    pub(crate) async fn version(&self, day: &str) -> String {
        self.page(&format!("/day/{day}")).await.value("#day-form [name=version]")
    }

    /// Returns the type selected for a day or its morning, or an empty string.
    pub(crate) async fn type_of(&self, day: &str) -> String {
        let page = self.page(&format!("/day/{day}")).await;
        page.values("#day-form [name=type][checked]").concat()
    }

    /// Logs a day and overwrites its entry.
    pub(crate) async fn log(&self, day: &str, form: &[(&str, &str)]) {
        let version = self.version(day).await;
        self.submit(&format!("/day/{day}"), &[form, &[("version", &version)]].concat()).await;
    }

    /// Deletes a day's entry.
    pub(crate) async fn unlog(&self, day: &str) {
        let version = self.version(day).await;
        self.submit(&format!("/day/{day}/delete"), &[("version", &version)]).await;
    }

    /// Submits a form that has a preview. Returns the preview.
    pub(crate) async fn preview(&self, path: &str, form: &[(&str, &str)]) -> Page {
        self.page(&self.submit(path, form).await).await
    }

    /// Logs in with the form of this page, including its hidden fields. Returns the redirect's
    /// target.
    pub(crate) async fn log_in_by(&self, page: &Page, name: &str) -> String {
        let form = [&page.hidden("main form")[..], &[("username", name), ("password", PASSWORD)]];
        self.submit("/login", &form.concat()).await
    }

    /// Adds a work type. `location` is `none`, `optional`, or `required`.
    pub(crate) async fn add_type(&self, label: &str, location: &str) {
        let form = [("label", label), ("colour", "teal"), ("kind", "work"), ("location", location)];
        self.submit("/settings/types", &form).await;
    }

    /// Creates an API token. Returns its secret.
    pub(crate) async fn create_token(&self, name: &str, scope: &str, expires: &str) -> String {
        let form = [("name", name), ("scope", scope), ("expires", expires)];
        self.submit_expecting("/settings/tokens", &form, 200).await.value("#token")
    }

    /// Uploads a file as a browser does.
    pub(crate) async fn send_file(&self, name: &str, bytes: Vec<u8>) -> Response {
        let file = Part::bytes(bytes).file_name(name.to_owned());
        let form = Form::new().part("file", file).text("text", "");
        self.send(self.request(Method::POST, "/import").multipart(form)).await
    }

    /// Uploads a file with this text. Returns the path of its preview.
    pub(crate) async fn import(&self, text: &str) -> String {
        let response = self.send_file("days.csv", text.as_bytes().to_vec()).await;
        assert_eq!(response.status(), 303, "{}", response.text().await.unwrap());
        location(&response).to_owned()
    }

    /// Confirms the preview of an import with these choices.
    pub(crate) async fn confirm_import(&self, path: &str, choices: &[(&str, &str)]) -> Response {
        let page = self.page(path).await;
        let (upload, mark) = (page.value("input[name=upload]"), page.value("input[name=mark]"));
        let form = [("upload", upload.as_str()), ("mark", &mark), ("confirm", "yes")];
        self.post("/import", &[&form, choices].concat()).await
    }

    /// Opens the link that confirms an address and submits its form. Returns the last status.
    pub(crate) async fn confirm_address(&self, email: &Letter) -> u16 {
        let page = Page::from_response(self.get(&email.link()).await).await;
        let Some(token) = page.values("main [name=token]").pop() else { return 410 };
        self.post("/email/confirm", &[("token", &token)]).await.status().as_u16()
    }
}

impl Server {
    /// Starts a server that sends its email to `smtpd`.
    pub(crate) async fn with_mail(smtpd: &Smtpd, backend: Backend, more: &[&str]) -> Self {
        Self::on(backend, &[&smtpd.flags()[..], more].concat()).await
    }

    /// Returns a browser of a user who just signed up with an email address.
    pub(crate) async fn person_with_email(&self, name: &str, email: &str) -> Browser {
        let browser = self.browser();
        browser.sign_up(name, email).await;
        browser
    }

    /// Returns a browser of a user who just signed up and became an admin.
    pub(crate) async fn admin(&self, name: &str) -> Browser {
        let browser = self.sign_up(name).await;
        let (app, user) = self.app_and_user(name).await;
        assert!(run_command(&*app.store, AdminCommand::GrantAdmin(user.id), noon()).await.unwrap());
        browser
    }

    /// Returns the path of an account's admin page.
    pub(crate) async fn page_of(&self, name: &str) -> String {
        format!("/admin/users/{}", self.app_and_user(name).await.1.id)
    }

    /// Returns the user and the scope of a token.
    pub(crate) async fn sender(&self, secret: &str) -> Option<(String, &'static str)> {
        let found = tokens::authenticate(&self.app(), secret).await.unwrap();
        found.map(|(user, token)| (user.username.to_string(), token.scope.as_str()))
    }
}
