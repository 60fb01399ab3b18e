"""A Flask shop with Flask-SQLAlchemy, Flask-Login, Flask-Babel and Flask-Migrate."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, redirect, request
from flask_babel import Babel, get_locale
from flask_login import LoginManager, UserMixin, current_user, login_user
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, ForeignKey, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from werkzeug.wrappers import Response


class Base(DeclarativeBase):
    """What the shop's models are built on."""


db, login_manager, migrate, babel = SQLAlchemy(model_class=Base), LoginManager(), Migrate(), Babel()
if TYPE_CHECKING:
    Model = Base  # made while the program runs, where no type checker sees it
else:
    Model = db.Model


class User(UserMixin, Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    is_staff: Mapped[bool] = mapped_column(default=False)


class Order(Model):
    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


@login_manager.user_loader
def load_user(id: str) -> User | None:
    return db.session.get(User, int(id))


def create_app(folder: str | Path) -> Flask:
    app = Flask(__name__)
    app.config |= {
        "SECRET_KEY": os.environ["SHOP_SECRET"],
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder}/shop.sqlite",
    }
    db.init_app(app)
    login_manager.init_app(app)
    migrate.init_app(app, db)
    babel.init_app(app, locale_selector=lambda: request.accept_languages.best_match(["en", "pl"]))
    app.jinja_env.globals["get_locale"] = get_locale

    login_manager.login_view = "sign_in"

    @app.route("/login", methods=["GET", "POST"])
    def sign_in() -> Response:  # a real shop asks for a password
        login_user(db.session.scalar(db.select(User).filter_by(email=request.form["email"])))
        return redirect(request.args.get("next", "/help/"))

    add_helpdesk(app)
    return app


# The helpdesk, from here on.
from helpdesk_core import Agent, Contact, Customer, Helpdesk, Settings  # noqa: E402
from helpdesk_core.adapters.console import ConsoleNotifier  # noqa: E402
from helpdesk_core.adapters.sqlalchemy import SqlStore  # noqa: E402
from helpdesk_core.commands import SubmitRequest  # noqa: E402
from helpdesk_core.ports import Account, Notifier, OrderRef  # noqa: E402
from reference_app.hosts.flask import FlaskAccess, FlaskHost, add_tables, blueprint  # noqa: E402

add_tables(db.metadata)  # `flask db migrate` now makes the desk's tables with the shop's own


class People:
    def get(self, id: str) -> Account | None:
        return account(user) if id.isdigit() and (user := db.session.get(User, int(id))) else None

    def by_contact(self, contact: Contact) -> Sequence[Account]:
        return [account(user) for user in db.session.scalars(db.select(User).filter_by(email=contact.value))]

    def orders(self, id: str) -> Sequence[OrderRef]:
        mine = db.session.scalars(db.select(Order).filter_by(user_id=int(id)))
        return [OrderRef(number=order.number, title=order.title) for order in mine]

    def guest_orders(self, contact: Contact) -> Sequence[OrderRef]:
        return []


def account(user: User) -> Account:
    return Account(id=str(user.id), surname=user.name, contacts=(Contact.parse(user.email),))


def agent(user: User) -> Agent | None:
    return Agent(id=str(user.id), name=user.name) if user.is_staff else None


def add_helpdesk(app: Flask) -> None:
    store = SqlStore.borrowed(lambda: db.session, dialect="sqlite", metadata=db.metadata)
    settings = Settings(languages=("en", "pl"))
    secret = [bytes.fromhex(os.environ["HELPDESK_SECRET"])]
    access = FlaskAccess(agent=agent, load_user=load_user)
    notifiers = [ConsoleNotifier()]  # nothing is sent from here, but it says whom the shop can reach
    desk = Helpdesk(store, secret=secret, settings=settings, customers=People(), access=access, notifiers=notifiers)
    host = FlaskHost(
        base_template="base.html",
        agent=agent,
        agents=lambda: filter(None, map(agent, db.session.scalars(db.select(User).filter_by(is_staff=True)))),
    )
    app.register_blueprint(blueprint(desk, host=host, db=db), url_prefix="/help")
    app.extensions["desk"] = desk

    @app.post("/orders/<number>/problem")
    def report(number: str) -> dict[str, str]:  # the order's own row and the request: both or neither
        db.get_or_404(Order, number).title += " (in repair)"
        words = {"device": number, "surname": current_user.name, "contact": current_user.email, "order": number}
        command = desk.read(SubmitRequest, words | {"problem": request.form["problem"]})
        made = desk.do(command, Customer(id=current_user.get_id()))
        db.session.commit()
        return {"reference": made.reference}


def make_worker(engine: Engine, notifier: Notifier) -> Helpdesk:
    """A process of its own (give it db.engine): it commits by itself, sends what waits, and needs no request."""
    secret = [bytes.fromhex(os.environ["HELPDESK_SECRET"])]
    store = SqlStore.on(engine, metadata=db.metadata)
    return Helpdesk(store, secret=secret, base_url="https://shop.example/help", notifiers=[notifier])
