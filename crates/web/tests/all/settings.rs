//! The settings that hold for everybody.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::http::StatusCode;
use web::{Added, BoxFuture, Breadth, Crawl, CrawlStatus, Regrouped};

use crate::support::Site;

/// A crawl that counts how often it groups anew.
#[derive(Default)]
struct Groups(AtomicUsize);

impl Crawl for Groups {
    fn add(&self, _: String) -> BoxFuture<'_, Result<Added, String>> {
        Box::pin(async { Err("No.".to_owned()) })
    }
    fn wake(&self) {}
    fn status(&self) -> CrawlStatus {
        CrawlStatus::default()
    }
    fn regroup(self: Arc<Self>) -> BoxFuture<'static, Result<Option<Regrouped>, String>> {
        let n = self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move {
            match n {
                0 => Ok(Some(Regrouped { before: 40, after: 36, moved: 9 })),
                1 => Ok(None),
                _ => Err("disk full".to_owned()),
            }
        })
    }
}

#[tokio::test]
async fn how_broad_a_story_is_is_chosen_and_applied_at_once() {
    let mut site = Site::empty();
    let crawl = Arc::new(Groups::default());
    site.app.crawl = Arc::<Groups>::clone(&crawl);
    site.router = web::router(site.app.clone());
    let page = site.page("/settings").await;
    assert!(page.contains(r#"value="balanced" checked"#), "{page}");
    for (choice, kept, notice, grouped) in [
        ("broad", Breadth::Broad, "40 stories became 36 stories", 1),
        ("broad", Breadth::Broad, "as before", 1),
        ("narrow", Breadth::Narrow, "being grouped anew", 2),
        ("balanced", Breadth::Balanced, "could not be grouped anew", 3),
    ] {
        let got = site.form("/settings", &[("breadth", choice)]).await;
        assert_eq!((got.status, got.header("location")), (StatusCode::SEE_OTHER, "/settings"));
        let cookie = got.cookies().replace("%20", " ");
        assert!(cookie.contains(notice), "{choice}: {cookie}");
        assert_eq!(Breadth::kept(site.store()).unwrap(), kept);
        assert_eq!(crawl.0.load(Ordering::Relaxed), grouped);
        let page = site.page("/settings").await;
        assert!(page.contains(&format!(r#"value="{choice}" checked"#)));
        assert_eq!(page.matches(" checked").count(), 1);
    }
    let got = site.form("/settings", &[("breadth", "vast")]).await;
    assert_eq!(got.status, StatusCode::BAD_REQUEST);
}
