from tests.demo.test_walk_in_a_browser import *
import tests.ui.browsing as B

real = B.Visitor.looks


def looks(s):
    try:
        real(s)
    except AssertionError as e:
        s.page.screenshot(path="/tmp/walk/fault.png", full_page=True)
        open("/tmp/walk/fault.html", "w").write(s.page.content())
        raise


B.Visitor.looks = looks
