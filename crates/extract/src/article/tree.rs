//! One flat tree for a page: nodes in a vector, links by number, so that building, walking and dropping never
//! recurse, however deep the page is.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, LocalName, QualName, ns};

use super::tag::Tag;

/// A node's number.
pub(crate) type Id = u32;
/// No node.
pub(crate) const NONE: Id = u32::MAX;
/// Past this many nodes the rest of the page is left unread.
const MAX_NODES: usize = 600_000;

/// A number as an index.
#[inline]
pub(crate) fn ix(id: Id) -> usize {
    usize::try_from(id).unwrap_or(usize::MAX)
}

/// An index as a number.
#[inline]
pub(crate) fn id(index: usize) -> Id {
    Id::try_from(index).unwrap_or(NONE)
}

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum What {
    Element,
    Text,
    Other,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    parent: Id,
    first: Id,
    last: Id,
    prev: Id,
    next: Id,
    what: What,
    tag: Tag,
    payload: u32,
    depth: u32,
}

#[derive(Debug)]
struct Element {
    name: QualName,
    attrs: Vec<Attribute>,
}

#[derive(Debug)]
struct Store {
    nodes: Vec<Node>,
    elements: Vec<Element>,
    texts: Vec<StrTendril>,
}

impl Store {
    fn push(&mut self, what: What, tag: Tag, payload: usize) -> Id {
        self.nodes.push(Node {
            parent: NONE,
            first: NONE,
            last: NONE,
            prev: NONE,
            next: NONE,
            what,
            tag,
            payload: id(payload),
            depth: 0,
        });
        id(self.nodes.len() - 1)
    }

    fn element(&mut self, name: QualName, attrs: Vec<Attribute>) -> Id {
        let tag = if name.ns == ns!(html) { Tag::of(&name.local) } else { Tag::Foreign };
        self.elements.push(Element { name, attrs });
        let payload = self.elements.len() - 1;
        self.push(What::Element, tag, payload)
    }

    fn text(&mut self, text: StrTendril) -> Id {
        self.texts.push(text);
        let payload = self.texts.len() - 1;
        self.push(What::Text, Tag::Other, payload)
    }

    fn detach(&mut self, node: Id) {
        let Node { parent, prev, next, .. } = self.nodes[ix(node)];
        if parent == NONE {
            return;
        }
        if prev == NONE {
            self.nodes[ix(parent)].first = next;
        } else {
            self.nodes[ix(prev)].next = next;
        }
        if next == NONE {
            self.nodes[ix(parent)].last = prev;
        } else {
            self.nodes[ix(next)].prev = prev;
        }
        let n = &mut self.nodes[ix(node)];
        (n.parent, n.prev, n.next) = (NONE, NONE, NONE);
    }

    /// Puts `node` among the children of `parent`, before `before` (or last, where that is [`NONE`]).
    fn insert(&mut self, parent: Id, before: Id, node: Id) {
        self.detach(node);
        let prev = if before == NONE { self.nodes[ix(parent)].last } else { self.nodes[ix(before)].prev };
        let depth = self.nodes[ix(parent)].depth + 1;
        {
            let n = &mut self.nodes[ix(node)];
            (n.parent, n.prev, n.next, n.depth) = (parent, prev, before, depth);
        }
        if prev == NONE {
            self.nodes[ix(parent)].first = node;
        } else {
            self.nodes[ix(prev)].next = node;
        }
        if before == NONE {
            self.nodes[ix(parent)].last = node;
        } else {
            self.nodes[ix(before)].prev = node;
        }
    }

    fn insert_text(&mut self, parent: Id, before: Id, text: StrTendril) {
        let prev = if before == NONE { self.nodes[ix(parent)].last } else { self.nodes[ix(before)].prev };
        if prev != NONE && self.nodes[ix(prev)].what == What::Text {
            let at = ix(self.nodes[ix(prev)].payload);
            self.texts[at].push_tendril(&text);
            return;
        }
        let node = self.text(text);
        self.insert(parent, before, node);
    }
}

/// What the parser builds into. See [`Tree`] for what comes out.
pub(crate) struct Builder {
    store: RefCell<Store>,
    depth: Cell<u32>,
}

impl Builder {
    pub(crate) fn new() -> Self {
        let mut store = Store {
            nodes: Vec::with_capacity(4096),
            elements: Vec::with_capacity(2048),
            texts: Vec::with_capacity(2048),
        };
        // The document is kept as an element without a name, so that every handle has one.
        store.element(QualName::new(None, ns!(), LocalName::default()), Vec::new());
        store.nodes[0].tag = Tag::Other;
        Self { store: RefCell::new(store), depth: Cell::new(0) }
    }

    /// How many elements are open at about this point.
    pub(crate) fn depth(&self) -> u32 {
        self.depth.get()
    }

    /// Whether the page has grown past what is read of one.
    pub(crate) fn full(&self) -> bool {
        self.store.borrow().nodes.len() >= MAX_NODES
    }
}

impl TreeSink for Builder {
    type Handle = Id;
    type Output = Tree;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Tree {
        Tree { store: self.store.into_inner() }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Ref<'a, QualName> {
        Ref::map(self.store.borrow(), |s| {
            let node = &s.nodes[ix(*target)];
            let at = if node.what == What::Element { ix(node.payload) } else { 0 };
            &s.elements[at].name
        })
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> Id {
        self.store.borrow_mut().element(name, attrs)
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.store.borrow_mut().push(What::Other, Tag::Other, 0)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.store.borrow_mut().push(What::Other, Tag::Other, 0)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        let mut store = self.store.borrow_mut();
        match child {
            NodeOrText::AppendNode(node) => {
                store.insert(*parent, NONE, node);
                self.depth.set(store.nodes[ix(node)].depth);
            }
            NodeOrText::AppendText(text) => store.insert_text(*parent, NONE, text),
        }
    }

    fn append_based_on_parent_node(&self, element: &Id, prev: &Id, child: NodeOrText<Id>) {
        let parent = self.store.borrow().nodes[ix(*element)].parent;
        if parent == NONE {
            self.append(prev, child);
        } else {
            self.append_before_sibling(element, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn pop(&self, node: &Id) {
        self.depth.set(self.store.borrow().nodes[ix(*node)].depth.saturating_sub(1));
    }

    /// A template's content stays below it: declarative shadow roots hold the text of some pages.
    fn get_template_contents(&self, target: &Id) -> Id {
        *target
    }

    fn same_node(&self, x: &Id, y: &Id) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        let mut store = self.store.borrow_mut();
        let parent = store.nodes[ix(*sibling)].parent;
        if parent == NONE {
            return;
        }
        match child {
            NodeOrText::AppendNode(node) => store.insert(parent, *sibling, node),
            NodeOrText::AppendText(text) => store.insert_text(parent, *sibling, text),
        }
    }

    fn add_attrs_if_missing(&self, target: &Id, attrs: Vec<Attribute>) {
        let mut store = self.store.borrow_mut();
        let at = ix(store.nodes[ix(*target)].payload);
        let own = &mut store.elements[at].attrs;
        for attr in attrs {
            if !own.iter().any(|a| a.name == attr.name) {
                own.push(attr);
            }
        }
    }

    fn remove_from_parent(&self, target: &Id) {
        self.store.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &Id, new_parent: &Id) {
        let mut store = self.store.borrow_mut();
        let mut child = store.nodes[ix(*node)].first;
        while child != NONE {
            let next = store.nodes[ix(child)].next;
            store.insert(*new_parent, NONE, child);
            child = next;
        }
    }

    fn allow_declarative_shadow_roots(&self, _: &Id) -> bool {
        false
    }
}

/// A parsed page. Node 0 is the document.
#[derive(Debug)]
pub(crate) struct Tree {
    store: Store,
}

impl Tree {
    /// How many nodes there are; every number below it is one.
    pub(crate) fn len(&self) -> usize {
        self.store.nodes.len()
    }

    #[inline]
    pub(crate) fn parent(&self, node: Id) -> Option<Id> {
        Some(self.store.nodes[ix(node)].parent).filter(|n| *n != NONE)
    }

    #[inline]
    pub(crate) fn first_child(&self, node: Id) -> Option<Id> {
        Some(self.store.nodes[ix(node)].first).filter(|n| *n != NONE)
    }

    #[inline]
    pub(crate) fn next_sibling(&self, node: Id) -> Option<Id> {
        Some(self.store.nodes[ix(node)].next).filter(|n| *n != NONE)
    }

    /// The element's kind; [`Tag::Other`] for what is no element.
    #[inline]
    pub(crate) fn tag(&self, node: Id) -> Tag {
        self.store.nodes[ix(node)].tag
    }

    #[inline]
    pub(crate) fn is_element(&self, node: Id) -> bool {
        self.store.nodes[ix(node)].what == What::Element
    }

    /// The text of a text node.
    #[inline]
    pub(crate) fn text(&self, node: Id) -> Option<&str> {
        let n = &self.store.nodes[ix(node)];
        (n.what == What::Text).then(|| &*self.store.texts[ix(n.payload)])
    }

    /// The element's name as written, lower case.
    pub(crate) fn name(&self, node: Id) -> &str {
        let n = &self.store.nodes[ix(node)];
        if n.what == What::Element { &self.store.elements[ix(n.payload)].name.local } else { "" }
    }

    /// Attributes, name and value, in order.
    pub(crate) fn attrs(&self, node: Id) -> impl Iterator<Item = (&LocalName, &str)> {
        let n = &self.store.nodes[ix(node)];
        let attrs: &[Attribute] =
            if n.what == What::Element { &self.store.elements[ix(n.payload)].attrs } else { &[] };
        attrs.iter().map(|a| (&a.name.local, &*a.value))
    }

    /// One attribute's value.
    pub(crate) fn attr(&self, node: Id, name: &str) -> Option<&str> {
        self.attrs(node).find(|(n, _)| &***n == name).map(|(_, v)| v)
    }

    /// The node after `node` in document order within `root`; `skip` leaves out what is below `node`.
    pub(crate) fn following(&self, node: Id, root: Id, skip: bool) -> Option<Id> {
        if !skip && let Some(child) = self.first_child(node) {
            return Some(child);
        }
        let mut at = node;
        while at != root {
            if let Some(next) = self.next_sibling(at) {
                return Some(next);
            }
            at = self.parent(at)?;
        }
        None
    }

    /// `root` and everything below it, in document order.
    pub(crate) fn below(&self, root: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(Some(root), move |n| self.following(*n, root, false))
    }

    /// `node`'s ancestors, nearest first.
    pub(crate) fn ancestors(&self, node: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(self.parent(node), |n| self.parent(*n))
    }

    /// A node and all around it, nearest first.
    #[inline]
    pub(crate) fn upward(&self, node: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(Some(node), |n| self.parent(*n))
    }

    /// All text below a node, white space folded.
    pub(crate) fn text_below(&self, root: Id) -> String {
        let mut out = String::new();
        let mut next = Some(root);
        while let Some(node) = next {
            let tag = self.tag(node);
            if let Some(text) = self.text(node) {
                super::words::push_folded(&mut out, text);
            } else if tag.is_block() || tag == Tag::Br {
                super::words::push_folded(&mut out, " ");
            }
            next = self.following(node, root, tag.is_silent());
        }
        if out.ends_with(' ') {
            out.pop();
        }
        out
    }
}
