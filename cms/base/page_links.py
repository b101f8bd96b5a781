"""What a link to a page becomes when rich text is made into HTML."""

from wagtail.rich_text.pages import PageLinkHandler

from cms.base.models import BasePage


class PublicPageLink(PageLinkHandler):
    """The address of a public page only. Another's would tell the words of its title, and where it
    comes to stand is not certain yet: of a link to one the words stay."""

    @classmethod
    def get_many(cls, attrs_list):
        return [page if _is_public(page) else None for page in super().get_many(attrs_list)]


def _is_public(page) -> bool:
    return isinstance(page, BasePage) and page.is_releasable
