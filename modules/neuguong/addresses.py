"""The product's own addresses, which no lesson may take. Knows nothing of what is served there."""

REVIEW_SLUG = "on-tap"
"""The page of what is to be asked again; its notebook has this name too."""
TRAINER_SLUG = "huong-dan"
"""The trainer's page; its notebook has this name too."""
ROOM_SLUG = "phong"
"""The control room of a hall."""
WALL_SLUG = "man-chieu"
"""What is projected in a hall."""
BEFORE_STEP, AFTER_STEP = "truoc-khi-hoc", "sau-khi-hoc"
"""Below a lesson's address: its test before it is studied, and the one after."""
JOIN_HELP = "vao/tro-giup"
"""What to do when phones do not get in."""
OFFLINE_SLUG = "ngoai-tuyen"
"""What works without a connection, and what stands in for a page that cannot be had."""
CERTIFICATE_SLUG = "giay-chung-nhan"
"""Certificates, and the check of their codes."""
PLAN_SLUG, SELF_CHECK_SLUG = "ke-hoach", "tu-soi"
"""What a learner takes into their work: a plan, and a look at their own work."""
PRINT_SLUG = "in"
"""Lesson parts as printed pages."""
RESERVED = frozenset(
    (
        *(REVIEW_SLUG, TRAINER_SLUG, ROOM_SLUG, WALL_SLUG),
        *(PRINT_SLUG, CERTIFICATE_SLUG, PLAN_SLUG, SELF_CHECK_SLUG),
        *("vao", "gioi-thieu", "du-lieu-cua-toi", OFFLINE_SLUG),
        *("healthz", "kenh", "tinh", "voila", "api", "static", "files", "lab", "tree"),
    )
)
"""First steps of addresses: pages of the product, what its pages call, and what Jupyter serves elsewhere."""
