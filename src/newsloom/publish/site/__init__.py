"""An edition as a website: pages for people, made of templates, that ask nothing of anybody."""
